using BenchmarkDotNet.Running;

using McuSim.Benchmarks;

if (args is ["networks", .. var networks]) return NetworkSpeed.Run(networks);
if (args is ["firmware", .. var images]) return FirmwareSpeed.Run(images);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
