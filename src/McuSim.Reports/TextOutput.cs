using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McuSim.Reports;

/// <summary>How the text formats write: UTF-8 without a mark at its beginning, <c>\n</c> at the ends of lines, numbers in the invariant culture.</summary>
internal static class TextOutput
{
    /// <summary>A writer on a stream that stays open.</summary>
    public static StreamWriter On(Stream output) =>
        new CultureFreeWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };

    /// <summary>A JSON writer on a stream that stays open; what could end a script element of a web page is escaped.</summary>
    public static Utf8JsonWriter Json(Stream output) =>
        new(output, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.Default });

    private sealed class CultureFreeWriter(Stream output, Encoding encoding) : StreamWriter(output, encoding, leaveOpen: true)
    {
        public override IFormatProvider FormatProvider => CultureInfo.InvariantCulture;
    }
}
