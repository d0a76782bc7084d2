using System.Globalization;

using McuSim.Boards;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>The interval around a latency comes from the recorded comparisons, and from nothing else.</summary>
public class BoardTrustTests
{
    private static readonly string Folder = Path.Combine(SharedFolder.RepositoryRoot, "benchmarks", "hardware");

    [Fact]
    public void Every_table_of_the_folder_is_inside_the_tool_and_gives_comparisons()
    {
        string[] files = [.. Directory.GetFiles(Folder, "*.csv").Select(f => Path.GetFileNameWithoutExtension(f)!).Where(f => f != "calibration").Order(StringComparer.Ordinal)];

        Assert.Equal(files, HardwareResults.All.Select(r => r.File).Distinct());
    }

    [Fact]
    public void Errors_are_those_that_were_recorded()
    {
        var table = new CsvTable(File.ReadAllText(Path.Combine(Folder, "mlperf_tiny.csv")));
        double[] recorded = [.. table.Rows.Select(r => table.Value(r, "error_percent")).Where(t => t.Length > 0).Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        Residual[] read = [.. HardwareResults.All.Where(r => r.File == "mlperf_tiny")];

        Assert.Equal(recorded.Length, read.Length);
        Assert.All(recorded.Zip(read), pair => Assert.Equal(pair.First, pair.Second.ErrorPercent, 0.06));
    }

    [Fact]
    public void Every_calibration_names_points_that_exist() =>
        Assert.All(HardwareResults.Calibration, c => Assert.Contains(HardwareResults.All, r => c.Covers(r.File, r.Board, r.Source, r.Workload)));

    [Theory]
    [InlineData("nucleo-u575zi", TrustTier.Chip)]
    [InlineData("stm32f412", TrustTier.Similar)]
    [InlineData("stm32h743", TrustTier.Similar)]
    [InlineData("nucleo-f103rb", TrustTier.Table)]
    [InlineData("teensy41", TrustTier.Table)] // a Cortex-M7 as others, but its flash is a serial one
    public void The_tier_is_that_of_the_nearest_comparison(string board, TrustTier tier)
    {
        BoardTrust trust = BoardTrust.Of(BoardCatalog.Load(board));

        Assert.Equal(tier, trust.Tier);
        Assert.Equal(tier == TrustTier.Table, trust.Evidence.IsEmpty);
        Assert.InRange(trust.Percent, 1, 50);
    }

    [Fact]
    public void The_bound_is_the_order_statistic_and_wider_for_few_points_and_for_fits()
    {
        double[] nineteen = [.. Enumerable.Range(1, 19).Select(i => (double)i)];

        Assert.Equal(18, BoardTrust.Bound(Errors(nineteen, fit: null)));
        Assert.Equal(27, BoardTrust.Bound(Errors(nineteen, fit: "something")));
        Assert.Equal(9, BoardTrust.Bound(Errors([.. nineteen.Take(9)], fit: null)));
        Assert.Equal(5, BoardTrust.Bound(Errors([1, 2, -3], fit: null))); // 3 widened by (9 - 3) / 9
    }

    [Fact]
    public void A_few_points_that_fit_well_say_no_more_than_all_do()
    {
        Board few = BoardCatalog.Load("cy8cproto-062-4343w");
        Residual[] residuals = [.. Errors([.. Enumerable.Repeat(6.0, 20)], fit: null), .. Errors([0.1, 0.2], fit: null).Select(r => r with { Board = few.Name })];

        Assert.Equal(6, BoardTrust.Of(few, [.. residuals]).Percent);
        BoardTrust like = BoardTrust.Of(few with { Chip = null }, [.. residuals]); // two points do not make a kind
        Assert.Equal((TrustTier.Table, 18), (like.Tier, like.Percent));
    }

    [Fact]
    public void Comparisons_on_a_single_other_chip_say_less_than_on_two()
    {
        Board other = BoardCatalog.Load("stm32f412");
        Residual[] On(string board) => [.. Errors([.. Enumerable.Repeat(2.0, 20)], fit: null).Select(r => r with { Board = board })];

        Assert.Equal((TrustTier.Similar, 6), Trust(On("nucleo-l4r5zi"), On("nucleo-l4r5zi-singlebank"))); // one chip on two boards
        Assert.Equal((TrustTier.Similar, 3), Trust(On("nucleo-l4r5zi"), On("stm32f407")));
        (TrustTier Tier, double Percent) Trust(params Residual[][] residuals) => BoardTrust.Of(other, [.. residuals.SelectMany(r => r)]) is var t ? (t.Tier, t.Percent) : default;
    }

    [Fact]
    public void The_interval_holds_the_boards_that_are_wrong_by_the_bound()
    {
        LatencyTrust trust = new BoardTrust(TrustTier.Chip, 5, []).For(100);

        Assert.Equal(100 / 1.05, trust.LowMilliseconds, 6); // a board that the simulator puts 5 % too slow
        Assert.Equal(100 / 0.95, trust.HighMilliseconds!.Value, 6);
        Assert.Null(new BoardTrust(TrustTier.Table, 100, []).For(100).HighMilliseconds);
    }

    [Fact]
    public void Quoted_values_may_hold_commas() =>
        Assert.Equal(["a", "b, \"c\"", ""], Assert.Single(new CsvTable("x,y,z\na,\"b, \"\"c\"\"\",\n").Rows));

    private static Residual[] Errors(double[] percents, string? fit) =>
        [.. percents.Select(p => new Residual("t", "s", "stm32f746", "w", 100, 100 + p, "ms", null, fit))];
}
