namespace McuSim.Codegen;

/// <summary>The fields of kernel structures that say which rows are computed; a layer of a stream takes them from its <c>struct stream_rows</c>.</summary>
internal static class RowFields
{
    /// <summary>The C expression of a field for as many rows as the stream asks for, or null for a field that does not depend on them.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="rowElements">Elements in a row of the output.</param>
    /// <param name="rowPixels">Pixels in a row of the output.</param>
    public static string? Expression(string field, int rowElements, int rowPixels) => field switch
    {
        "input_height" => "rows->input_rows",
        "pad_top" => "rows->pad_top",
        "output_height" => "rows->output_rows",
        "pixels" => $"rows->output_rows * {CWriter.Number(rowPixels)}",
        "count" => $"rows->output_rows * {CWriter.Number(rowElements)}",
        _ => null,
    };
}
