// The tests start compilers that use every core themselves, and some set the process's cache folder.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
