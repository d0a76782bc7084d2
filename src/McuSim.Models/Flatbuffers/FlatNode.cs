using System.Buffers.Binary;
using System.Text;

namespace McuSim.Models.Flatbuffers;

/// <summary>Something to be written to a FlatBuffer. Nodes are laid out parents first, so that all offsets point forward as the format demands.</summary>
internal abstract class FlatNode
{
    /// <summary>Where others point at; known after the layout.</summary>
    public int Position { get; private set; }

    /// <summary>The nodes this one points at.</summary>
    public virtual IEnumerable<FlatNode> Children => [];

    /// <summary>Writes a whole file.</summary>
    /// <param name="root">The root table.</param>
    /// <param name="identifier">The file's four-character identifier.</param>
    public static byte[] WriteFile(FlatNode root, string identifier)
    {
        var nodes = new List<FlatNode>();
        var pending = new Queue<FlatNode>([root]);
        int end = 8;
        while (pending.TryDequeue(out FlatNode? node))
        {
            (node.Position, end) = node.Place(end);
            nodes.Add(node);
            foreach (FlatNode child in node.Children) pending.Enqueue(child);
        }

        byte[] file = new byte[(end + 15) / 16 * 16];
        BinaryPrimitives.WriteInt32LittleEndian(file, root.Position);
        Encoding.ASCII.GetBytes(identifier, file.AsSpan(4));
        foreach (FlatNode node in nodes) node.Write(file);
        return file;
    }

    /// <summary>Chooses a place at or behind <paramref name="end"/>; returns the position and the new end.</summary>
    protected abstract (int Position, int End) Place(int end);

    /// <summary>Writes the node's bytes.</summary>
    protected abstract void Write(Span<byte> file);

    /// <summary>The first multiple of <paramref name="alignment"/> at or behind a position.</summary>
    protected static int Align(int position, int alignment) => (position + alignment - 1) / alignment * alignment;

    /// <summary>Writes an offset to another node.</summary>
    protected static void WriteOffset(Span<byte> file, int at, FlatNode target) =>
        BinaryPrimitives.WriteInt32LittleEndian(file[at..], target.Position - at);
}
