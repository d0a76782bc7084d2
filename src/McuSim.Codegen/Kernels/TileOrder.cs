using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Strips of tiles of 2x2 outputs, row by row of tiles: the 4x4 inputs of every tile of a strip are read, as far as they lie inside the image,
/// then its outputs written.
/// </summary>
/// <param name="StripTiles">Tiles of a strip.</param>
internal sealed record TileOrder(int StripTiles) : AccessOrder
{
    /// <summary>The overlap that takes the fewest bytes for both tensors, or null when sharing saves nothing or there are several images.</summary>
    public Overlap? Of(Window window, Tensor input, Tensor output)
    {
        if (input.Shape[0] != 1) return null;
        int tiles = Tiles(output), row = output.Shape[2] * output.Shape[3];
        int needed = input.ByteCount + output.ByteCount, delta = 0;
        for (int first = (tiles - 1) / StripTiles * StripTiles; first >= 0; first -= StripTiles)
        {
            int last = Math.Min(first + StripTiles, tiles) - 1;
            (int y, int x) = Place(output, last);
            int end = y + 1 >= output.Shape[1] ? output.ByteCount : ((y + 1) * row) + (Math.Min(x + 2, output.Shape[2]) * output.Shape[3]);
            delta = Math.Min(delta, needed - end);
            for (int tile = first; tile <= last; tile++)
            {
                Read(window, input, output, tile, (start, _) => needed = Math.Min(needed, start));
            }
        }

        delta = (int)(Math.Floor(delta / (double)ArenaLayout.Alignment) * ArenaLayout.Alignment);
        return Math.Max(input.ByteCount, delta + output.ByteCount) - delta < input.ByteCount + output.ByteCount ? new(input, delta, this) : null;
    }

    /// <inheritdoc/>
    public override void Walk(Operator op, Tensor input, AccessVisitor visit)
    {
        int channels = op.Output.Shape[3], width = op.Output.Shape[2];
        for (int first = 0; first < Tiles(op.Output); first += StripTiles)
        {
            int end = Math.Min(first + StripTiles, Tiles(op.Output));
            for (int tile = first; tile < end; tile++) Read(((Conv2D)op).Window, input, op.Output, tile, (start, bytes) => visit(false, start, bytes, 1));
            for (int tile = first; tile < end; tile++)
            {
                (int y, int x) = Place(op.Output, tile);
                for (int row = y; row < Math.Min(y + 2, op.Output.Shape[1]); row++)
                    visit(true, ((row * width) + x) * channels, Math.Min(2, width - x) * channels, 1);
            }
        }
    }

    private static int Tiles(Tensor output) => (output.Shape[1] + 1) / 2 * ((output.Shape[2] + 1) / 2);

    /// <summary>A tile's first row and column.</summary>
    private static (int Y, int X) Place(Tensor output, int tile)
    {
        int perRow = (output.Shape[2] + 1) / 2;
        return (tile / perRow * 2, tile % perRow * 2);
    }

    /// <summary>Tells the first byte and the number of bytes of each row that a tile reads.</summary>
    private static void Read(Window window, Tensor input, Tensor output, int tile, Action<int, int> read)
    {
        (int y, int x) = Place(output, tile);
        int left = Math.Max(x - window.PadLeft, 0), right = Math.Min(x - window.PadLeft + 4, input.Shape[2]);
        if (left >= right) return;
        for (int row = Math.Max(y - window.PadTop, 0); row < Math.Min(y - window.PadTop + 4, input.Shape[1]); row++)
            read(((row * input.Shape[2]) + left) * input.Shape[3], (right - left) * input.Shape[3]);
    }
}
