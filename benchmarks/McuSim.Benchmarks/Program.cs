using BenchmarkDotNet.Running;

using McuSim.Benchmarks;

if (args is ["networks", .. var rest]) return NetworkSpeed.Run(rest);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
