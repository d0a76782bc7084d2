using McuSim.KernelBenchmarks;

// dotnet run -c Release --project benchmarks/McuSim.KernelBenchmarks -- table|costs|shapes|soak [arguments]
return args switch
{
    ["table", .. string[] filters] => NetworkTable.Write(Console.Out, filters),
    ["costs", .. string[] names] => CostTable.Write(Console.Out, names),
    ["shapes", var only, .. string[] boards] => ShapeTable.Write(Console.Out, only, boards),
    ["soak", var layers, var networks, .. string[] targets] => Soak.Run(Console.Out, int.Parse(layers, System.Globalization.CultureInfo.InvariantCulture), int.Parse(networks, System.Globalization.CultureInfo.InvariantCulture), targets),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        table [NAME..]                       every network of the table (or those whose name contains a NAME) on its boards, as Markdown
        costs NAME..                         the cost model against the simulator, over all layers of these networks with all their kernels
        shapes LAYERS BOARD..                single layers of the usual shapes on these boards, as Markdown; 'all', or those whose name holds a text
        soak LAYERS NETWORKS [TARGET..]      random layers and networks against the reference interpreter; TARGETs: host, m0+, m3, m4, m7, m33
        """);
    return 2;
}
