namespace McuSim.Testing;

/// <summary>Test frameworks take exceptions of this interface's name as failed assertions.</summary>
public interface IAssertionException;

/// <summary>A figure is not as a test says it should be.</summary>
/// <param name="message">What it is, what it should be, and what takes it.</param>
public sealed class AssertionException(string message) : Exception(message), IAssertionException;
