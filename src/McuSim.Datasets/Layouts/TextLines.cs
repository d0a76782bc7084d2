using System.Text;
using McuSim.Common;

namespace McuSim.Datasets.Layouts;

/// <summary>Reads the text files of a dataset: UTF-8, one entry a line; empty lines and, unless asked for, those starting with # are passed over.</summary>
internal static class TextLines
{
    private const long MaxBytes = 256 << 20;

    public static IEnumerable<(int Number, string Text)> Read(string path, bool comments = false)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw McuSimException.BadInput($"{path} has more than {MaxBytes >> 20} MB, which no list of labels needs.");
        int number = 0;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            string text = line.Trim();
            if (text.Length > 0 && (comments || text[0] != '#'))
                yield return (number, text);
        }
    }
}
