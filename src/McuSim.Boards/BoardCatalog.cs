namespace McuSim.Boards;

/// <summary>Finds and reads board files.</summary>
public static class BoardCatalog
{
    /// <summary>The names of the boards that come with McuSim, sorted.</summary>
    public static IReadOnlyList<string> Names => BoardFile.BuiltIn;

    /// <summary>Reads a board by its name (in any case), or from a file when <paramref name="nameOrPath"/> ends in .yaml or .yml.</summary>
    /// <exception cref="McuSim.Common.McuSimException">The board does not exist (near names are suggested), or its file is wrong: file, line, field and what was expected.</exception>
    public static Board Load(string nameOrPath) => BoardReader.Read(BoardFile.Open(nameOrPath, folder: ""));
}
