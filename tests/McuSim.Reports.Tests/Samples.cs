using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Tests.Reports;

/// <summary>Outcomes to write down. The figures are made up but add up as measured ones do.</summary>
internal static class Samples
{
    public static readonly ToolInfo Tool = new("mcusim", "0.1.0");

    public static readonly BoardInfo F746 = new("stm32f746", "STMicroelectronics STM32F746NG (32F746GDISCOVERY)", "Cortex-M7", 216_000_000, Hash('b'));

    public static readonly BoardInfo F412 = new("stm32f412", "STMicroelectronics STM32F412ZG (NUCLEO-F412ZG)", "Cortex-M4", 100_000_000, Hash('c'));

    public static ModelInfo Model(string name = "keyword_spotter", bool trained = true) => new(
        name, Hash('a'), 2_656_768, 13, [new("input_1", "int8", [1, 49, 10, 1], 0.58369f, 83)], [new("Identity", "int8", [1, 12], 0.00390625f, -128)], trained);

    public static Report Run(BoardInfo? board = null, ModelInfo? model = null)
    {
        board ??= F746;
        ImmutableArray<LayerUse> layers = Layers();
        long cycles = layers.Sum(l => l.Cycles) + 9_271;
        var time = new TimeUse(
            cycles, Math.Round(cycles * 1000.0 / board.ClockHz, 6), 3_480_211,
            [new("issue", cycles - 1_204_991), new("load-use", 402_118), new("branch", 310_902), new("flash", 491_971), new("fault", 0)],
            [.. layers.Select(l => new FunctionUse(l.Name, l.Cycles, l.Instructions, l.CodeBytes)).OrderByDescending(f => f.Cycles), new("mcusim_invoke", 9_271, 6_120, 212)],
            Spread: null);
        var sram = new SramUse(
            PeakBytes: 17_588, ArenaPlannedBytes: 16_000, ArenaTouchedBytes: 15_872, StackBytes: 1_204, StackReservedBytes: 4_096, StaticBytes: 384,
            [
                new("dtcm", 4_480, 65_536, [new("stack", 4_096), new("data", 384)]),
                new("sram", 16_000, 262_144, [new("arena", 16_000)]),
            ],
            "layer_01_depthwise_conv_2d", 16_000, [new("layer_00_conv_2d/out", 0, 8_000), new("layer_01_depthwise_conv_2d/out", 8_000, 8_000)], Lives(layers));
        return new Report(
            Tool, model ?? Model(), board, new BuildInfo("speed", true, (model ?? Model()).Macs, "arm-none-eabi-gcc (15:12.2.rel1-1) 12.2.1 20221205", "-mcpu=cortex-m7 -mthumb -O2", Hash('d')),
            time, new MemoryUse(sram, new FlashUse(52_204, 21_344, 28_412, 2_448, 1_048_576, Symbols(layers))), layers,
            new OutputInfo("8f1c02ab", [new(7, 0.98046875), new(3, 0.01171875), new(11, 0.00390625)]), Accuracy: null);
    }

    public static Report Evaluation(ModelInfo? model = null)
    {
        Report run = Run(model: model);
        return run with
        {
            Time = run.Time with { Spread = new CycleSpread(run.Time.Cycles - 20_114, run.Time.Cycles, run.Time.Cycles + 31_007) },
            Accuracy = AccuracyOf(["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes", "silence", "unknown"], 40),
        };
    }

    public static Report EvaluationOf(int classes) =>
        Evaluation() with { Accuracy = AccuracyOf([.. Enumerable.Range(0, classes).Select(i => $"class {i}")], 50) };

    public static Report EvaluationOfManyClasses()
    {
        Report run = Evaluation();
        AccuracyResult accuracy = AccuracyOf([.. Enumerable.Range(0, 40).Select(i => $"class {i}")], 50) with
        {
            Fidelity = "native",
            Verified = 16,
            Dataset = new(8_000, 50_000, Hash('d'), "imagenet-torch", ["image.interpolation: bilinear", "image.resize: short-side", "image.short_side: 256/224"], new(2_000, 2_003), 3, ["cat/1.jpg", "cat/2.jpg", "dog/[3].jpg"]),
            TwoClasses = new("person", 0.91875, 0.875, null, null),
            Reference = new("float.npy", 2_000, 1_203, 0.012345, 0.25, 0.998701, 0.9021, 1_950),
            Comparison = new("model before", 2_000, 1_700, 40, 21, 239, 0.020513),
            Predictions = [0, 0, 1, -1, 39],
        };
        return run with { Accuracy = accuracy };
    }

    public static Misfit Misfit(BoardInfo? board = null, ModelInfo? model = null) => new(
        Tool, model ?? Model("imagenet_mcunet"), board ?? F412, "sram", 290_304, 262_144, "layer_04_depthwise_conv_2d",
        [new("layer_03_conv_2d/out", 0, 200_704), new("layer_04_depthwise_conv_2d/out", 200_704, 89_600)], ["stm32f746", "stm32f765"]);

    public static Misfit FlashMisfit() => new(
        Tool, Model("imagenet_mcunet"), F412, "flash", 1_402_112, 1_048_576, Layer: null, [], []);

    public static IReadOnlyList<BoardOutcome> Boards() => [Run(), Run(F412), Misfit(F412 with { Name = "tiny", Title = "A small one" }, Model())];

    /// <summary>A large network whose names and figures leave little room.</summary>
    public static Report LongNames()
    {
        Report run = Evaluation(Model("imagenet_mcunetv2_224_int8") with { Sha256 = Hash('e') });
        return run with
        {
            Layers = [.. run.Layers.Select((l, i) => l with
            {
                Name = $"layer_{i:00}_resize_nearest_neighbor", Kernel = "depthwise_conv_2d_in_place", OutputShape = [1, 112, 112, 48],
                Macs = l.Macs * 100, Cycles = l.Cycles * 100, Causes = [.. l.Causes.Select(c => c with { Cycles = c.Cycles * 100 })], LiveBytes = 250_880,
            })],
            Memory = run.Memory with { Sram = run.Memory.Sram with { PeakLayer = "layer_01_resize_nearest_neighbor" } },
            Time = run.Time with
            {
                Cycles = run.Time.Cycles * 100,
                Milliseconds = run.Time.Milliseconds * 100,
                Instructions = run.Time.Instructions * 100,
                Causes = [.. run.Time.Causes.Select(c => c with { Cycles = c.Cycles * 100 })],
                Spread = new CycleSpread(run.Time.Cycles * 99, run.Time.Cycles * 100, run.Time.Cycles * 101),
            },
        };
    }

    /// <summary>Names as no sane person gives them, but files can.</summary>
    public static Report HostileNames()
    {
        const string name = "[bold]\"a\"\nb\u001b[31m\u202e</x>[/] 漢字";
        Report run = Evaluation(Model(name));
        return run with
        {
            Board = run.Board with { Name = "[red]", Title = "[[" + new string('x', 300) },
            Build = run.Build with { Compiler = "gcc [/]\r\n" },
            Time = run.Time with { Causes = [new("[link]", run.Time.Cycles)] },
            Memory = run.Memory with { Sram = run.Memory.Sram with { PeakLayer = name, PeakBuffers = [new(name, 0, 16_000)], Regions = [new("[x]", 9, 10, [new("[y]", 9)])] } },
            Layers = [.. run.Layers.Select(l => l with { Name = name, Kernel = "[blink]" })],
            Accuracy = AccuracyOf([name, "[/]", "\t", ""], 9),
        };
    }

    /// <summary>Every layer's output lives until the next layer has read it, first at the one end, then at the other.</summary>
    private static ImmutableArray<BufferLife> Lives(ImmutableArray<LayerUse> layers) =>
    [
        new("input_1", 8_000, 490, -1, 0, null),
        .. layers.Select((l, i) => new BufferLife($"{l.Name}/out", i % 2 * 8_000, Math.Max(12, l.OutputShape.Aggregate(1, (a, b) => a * b)), i, i + 1, i == 8 ? $"{layers[7].Name}/out" : null)),
    ];

    private static ImmutableArray<SymbolBytes> Symbols(ImmutableArray<LayerUse> layers)
    {
        SymbolBytes[] named =
        [
            .. layers.Select(l => new SymbolBytes(l.Name, "code", l.CodeBytes)),
            .. layers.Where(l => l.ConstantBytes > 0).Select(l => new SymbolBytes($"{l.Name}_weights", "constants", l.ConstantBytes)),
            new("mcusim_reset", "start-up", 2_000),
        ];
        long Rest(string part, long all) => all - named.Where(s => s.Part == part).Sum(s => s.Bytes);
        return
        [
            .. named.Append(new("padding and literals", "code", Rest("code", 21_344))).Append(new("padding and literals", "constants", Rest("constants", 28_412)))
                .Append(new("padding and literals", "start-up", Rest("start-up", 2_448))).OrderByDescending(s => s.Bytes).ThenBy(s => s.Name, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<LayerUse> Layers()
    {
        string[] kernels = ["conv_generic_dsp", "depthwise_3x3_dsp", "conv_1x1_dsp"];
        string[] operators = ["CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D"];
        var layers = ImmutableArray.CreateBuilder<LayerUse>();
        for (int i = 0; i < 9; i++)
        {
            int kind = i == 0 ? 0 : 2 - (i % 2);
            long macs = kind switch { 0 => 320_000, 1 => 72_000, _ => 512_000 };
            layers.Add(Layer(i, operators[kind], kernels[kind], [1, 25, 5, 64], macs, (macs * (kind == 1 ? 3 : 1)) + (1_013 * i), kind == 1 ? 16_000 : 12_000));
        }

        layers.Add(Layer(9, "AVERAGE_POOL_2D", "average_pool", [1, 1, 1, 64], 0, 31_877, 8_064));
        layers.Add(Layer(10, "FULLY_CONNECTED", "fully_connected_dsp", [1, 12], 768, 1_922, 76));
        layers.Add(Layer(11, "SOFTMAX", "softmax", [1, 12], 0, 4_410, 24) with { Fused = ["RESHAPE 11"] });
        return layers.ToImmutable();
    }

    private static LayerUse Layer(int index, string name, string kernel, ImmutableArray<int> shape, long macs, long cycles, int live) => new(
        $"layer_{index:00}_{name.ToLowerInvariant()}", name, index, [], kernel, shape, macs, cycles, cycles * 3 / 4,
        [new("issue", cycles - (cycles / 9)), new("flash", cycles / 9)], live, (int)(macs / 100), 1_200 + index);

    /// <summary>Class n is taken for the next class n times, and for the class after that once in a while.</summary>
    private static AccuracyResult AccuracyOf(string[] names, int samplesOfEach)
    {
        int count = names.Length;
        var confusion = Enumerable.Range(0, count).Select(label =>
        {
            int[] row = new int[count];
            row[(label + 1) % count] += label % samplesOfEach / 2;
            row[(label + 2) % count] += label % 3;
            row[label] += samplesOfEach - row.Sum();
            return ImmutableArray.Create(row);
        }).ToImmutableArray();
        int correct = Enumerable.Range(0, count).Sum(c => confusion[c][c]);
        return new AccuracyResult(
            count * samplesOfEach, correct, count > 5 ? correct + 7 : null,
            [.. names.Select((n, label) => new ClassAccuracy(label, n, samplesOfEach, confusion[label][label]))], confusion, "00c0ffee", Complete: true);
    }

    private static string Hash(char digit) => new(digit, 64);
}
