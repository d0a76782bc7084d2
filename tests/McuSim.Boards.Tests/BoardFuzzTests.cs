using System.Text;
using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Tests.Boards;

/// <summary>Damaged board files: each gives a board or a <see cref="McuSimException"/> of one line, nothing else.</summary>
public class BoardFuzzTests
{
    private static readonly byte[][] Seeds =
        [Encoding.UTF8.GetBytes(BoardText.Sound), .. BoardCatalog.Names.Select(n => BoardFile.Open(n, "").Bytes)];

    private static readonly string[] Fragments =
    [
        "*a", "&a ", "!!binary ", "!<tag:x> ", "? ", ": ", "- ", "{", "}", "[", "]", "|\n", ">-\n", "\"", "'", "---\n", "...\n", "%YAML 9.9\n", "\t", "#",
        "0xFFFFFFFFFFFFFFFF", "999999999999999999999999", "-0", "1e308", "0x", "\0", "\u2028", "\uFEFF", "<<: ", "extends: stm32f746\n", "~", "null", "\r",
    ];

    [Fact]
    public void Truncated_files_are_refused()
    {
        foreach (byte[] seed in Seeds)
        {
            for (int length = 0; length < seed.Length; length += 13)
                Try(seed[..length]);
        }
    }

    [Fact]
    public void Flipped_bytes_and_spliced_parts_never_crash()
    {
        var random = new Random(20);
        int refused = 0;
        for (int i = 0; i < 6000; i++)
        {
            byte[] seed = Seeds[random.Next(Seeds.Length)];
            byte[] damaged = random.Next(3) switch
            {
                0 => Flip(seed, random),
                1 => Splice(seed, Seeds[random.Next(Seeds.Length)], random),
                _ => Insert(seed, random),
            };
            refused += Try(damaged) ? 0 : 1;
        }
        Assert.InRange(refused, 3000, 5999);
    }

    [Fact]
    public void Deep_nesting_and_many_aliases_are_refused_quickly()
    {
        Assert.False(Try(Encoding.UTF8.GetBytes("a: " + new string('[', 60_000))));
        Assert.False(Try(Encoding.UTF8.GetBytes("a: " + new string('{', 60_000))));
        Assert.False(Try(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("- ", 30_000)))));
        Assert.False(Try(Encoding.UTF8.GetBytes("a: [" + string.Concat(Enumerable.Repeat("1,", 30_000)) + "]")));
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 20; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        Assert.False(Try(Encoding.UTF8.GetBytes(bomb.ToString())));
    }

    private static byte[] Flip(byte[] seed, Random random)
    {
        byte[] damaged = [.. seed];
        for (int k = random.Next(1, 8); k > 0; k--)
            damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0 ? random.Next(32, 127) : random.Next(256));
        return damaged;
    }

    private static byte[] Splice(byte[] a, byte[] b, Random random)
    {
        int from = random.Next(b.Length);
        return [.. a[..random.Next(a.Length)], .. b[from..random.Next(from, b.Length)], .. a[random.Next(a.Length)..]];
    }

    private static byte[] Insert(byte[] seed, Random random)
    {
        int at = random.Next(seed.Length);
        return [.. seed[..at], .. Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]), .. seed[(at + random.Next(2))..]];
    }

    /// <summary>Whether the bytes are a board.</summary>
    private static bool Try(byte[] bytes)
    {
        try
        {
            BoardReader.Read(new BoardFile("fuzz", "fuzz.yaml", bytes));
            return true;
        }
        catch (McuSimException e)
        {
            Assert.Equal(ExitCode.BadInput, e.ExitCode);
            Assert.DoesNotContain('\n', e.Message);
            Assert.InRange(e.Message.Length, 10, 1000);
            return false;
        }
    }
}
