using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>For every channel of the images that are copied from, the copies it goes through, one after the other.</summary>
internal sealed class ChannelJourneys
{
    private readonly Dictionary<ImageChannel, ImageChannel> _next = [];
    private readonly Dictionary<ImageChannel, string> _journeys = [];
    private readonly Dictionary<Tensor, char> _numbers = [];

    /// <summary>An image is made of channels of others. Images come in the order in which they are computed.</summary>
    public void Add(ImmutableArray<ImageChannel> sources, Tensor image)
    {
        _numbers.Add(image, (char)(_numbers.Count + 1));
        for (int c = 0; c < sources.Length; c++) _next.TryAdd(sources[c], new(image, c));
    }

    /// <summary>The numbers of the images that a channel goes to, as characters: channels that stay together longest compare as closest.</summary>
    public string From(ImageChannel channel)
    {
        if (!_next.TryGetValue(channel, out ImageChannel next)) return string.Empty;
        if (_journeys.TryGetValue(channel, out string? known)) return known;
        return _journeys[channel] = _numbers[next.Image] + From(next);
    }
}
