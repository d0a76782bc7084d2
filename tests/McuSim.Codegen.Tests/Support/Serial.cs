// The tests start compilers that use every core themselves, and some set the process's cache folder.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
