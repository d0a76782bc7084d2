namespace McuSim.Testing;

/// <summary>Where a test begins: <c>await Mcu.Model("model.tflite").On("stm32f746").RunAsync()</c>.</summary>
public static class Mcu
{
    /// <summary>A network.</summary>
    /// <param name="model">A .tflite file, a network of the zoo such as <c>zoo:resnet-8</c>, or <c>builtin</c>. A relative path is looked up from
    /// the working directory, then from the folders above the test's binaries.</param>
    public static NetworkTest Model(string model) => new(model);

    /// <summary>A firmware image: ELF, Intel HEX, or raw bytes for the start of the board's code memory.</summary>
    /// <param name="image">The file, looked up as for <see cref="Model"/>.</param>
    public static FirmwareTest Firmware(string image) => new(image);
}
