namespace McuSim.Models.Zoo;

/// <summary>All networks of the zoo.</summary>
internal static class ZooCatalog
{
    private const string MlperfTiny = "MLPerf Tiny (Banbury 2021)";
    private const string RnnPool2020 = "RNNPool (Saha 2020)";
    private const string HelloEdge = "Hello Edge (Zhang 2017)";

    public static IEnumerable<ZooEntry> Make()
    {
        yield return Images("mobilenet-v1", "MobileNets (Howard 2017)", 224, 1000, MobileNets.MobileNetV1, ZooParameter.Width());
        yield return Images("mobilenet-v2", "MobileNetV2 (Sandler 2018)", 224, 1000, MobileNets.MobileNetV2, ZooParameter.Width());
        yield return Images("mobilenet-v3-large", "MobileNetV3 (Howard 2019)", 224, 1000, MobileNetV3.Large.Build, ZooParameter.Width());
        yield return Images("mobilenet-v3-small", "MobileNetV3 (Howard 2019)", 224, 1000, MobileNetV3.Small.Build, ZooParameter.Width());
        yield return Images("squeezenet", "SqueezeNet 1.1 (Iandola 2016)", 224, 1000, SqueezeNet.Build);
        yield return Images("proxylessnas", "ProxylessNAS mobile (Cai 2019)", 224, 1000, MobileNets.ProxylessNas, ZooParameter.Width());
        yield return Images("mnasnet", "MnasNet-B1 (Tan 2019)", 224, 1000, MobileNets.MnasNet, ZooParameter.Width());
        yield return Images("efficientnet-lite0", "EfficientNet-Lite (2020)", 224, 1000, MobileNets.EfficientNet);
        yield return Images(
            "shufflenet-v1", "ShuffleNet (Zhang 2018)", 224, 1000, ShuffleNets.V1, ZooParameter.Width(), new("groups", 3, 1, 8, [1, 2, 3, 4, 8]));
        yield return Images("shufflenet-v2", "ShuffleNet V2 (Ma 2018)", 224, 1000, ShuffleNets.V2, ZooParameter.Width(0.5, 1, 1.5, 2));
        yield return Images("resnet-18", "ResNet (He 2016)", 224, 1000, ResNets.ResNet18, ZooParameter.Width());
        foreach ((string name, int resolution, int classes, InvertedBottlenecks network) in McuNets.All)
        {
            yield return Images(
                name, "MCUNet (Lin 2020)", resolution, classes,
                (builder, settings) => network.Build(builder, settings.Resolution, settings.Classes));
        }

        yield return Images(
            "mobilenet-v2-rnnpool", RnnPool2020, 224, 2, RnnPoolNetworks.VisualWakeWords, ZooParameter.Width() with { Default = 0.35 });
        yield return new("rnnpool-face-m4", RnnPool2020, []) { Layers = RnnPoolNetworks.Face };
        yield return Images("mlperf-vww", MlperfTiny, 96, 2, MobileNets.MobileNetV1, ZooParameter.Width() with { Default = 0.25 });
        yield return Images("resnet-8", MlperfTiny, 32, 10, ResNets.ResNet8, ZooParameter.Width());
        yield return Sound("mlperf-kws", MlperfTiny, SoundNetworks.MlperfKeywords);
        yield return new("mlperf-ad", MlperfTiny, []) { Layers = SoundNetworks.Autoencoder };
        yield return Sound("ds-cnn-s", HelloEdge, (builder, settings) => SoundNetworks.DsCnn(builder, settings, 64, 4));
        yield return Sound("ds-cnn-m", HelloEdge, (builder, settings) => SoundNetworks.DsCnn(builder, settings, 172, 4));
        yield return Sound("ds-cnn-l", HelloEdge, (builder, settings) => SoundNetworks.DsCnn(builder, settings, 276, 5));
    }

    private static ZooEntry Images(
        string name, string source, int resolution, int classes, Func<GraphBuilder, ZooSettings, Tensor> layers, params ZooParameter[] parameters) =>
        new(name, source, [.. parameters, ZooParameter.Resolution(resolution), ZooParameter.Classes(classes)]) { Layers = layers };

    private static ZooEntry Sound(string name, string source, Func<GraphBuilder, ZooSettings, Tensor> layers) =>
        new(name, source, [ZooParameter.Classes(12)]) { Layers = layers };
}
