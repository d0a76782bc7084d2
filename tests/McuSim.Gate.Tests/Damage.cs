using System.Text;

namespace McuSim.Tests.Gate;

/// <summary>Damages text as editors, merges and disks do.</summary>
internal static class Damage
{
    private const string Signs = "\0\t\n \"'\\[]{}:,#&*!|>%@`-+=0919.xaZé\uD83D\uFFFD";

    public static string Text(string good, Random random)
    {
        var text = new StringBuilder(good);
        for (int n = random.Next(1, 4); n > 0 && text.Length > 0; n--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text[at] = Signs[random.Next(Signs.Length)]; break;
                case 1: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                case 2: text.Insert(at, Signs[random.Next(Signs.Length)]); break;
                case 3: text.Length = at; break;
                default: text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at))); break;
            }
        }

        return text.ToString();
    }
}
