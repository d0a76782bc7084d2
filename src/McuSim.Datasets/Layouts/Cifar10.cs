using McuSim.Datasets.Tensors;

namespace McuSim.Datasets.Layouts;

/// <summary>The folder cifar-10-batches-bin as it is downloaded: the 10,000 images of test_batch.bin are the samples.</summary>
internal static class Cifar10
{
    private const string TestBatch = "test_batch.bin", Meta = "batches.meta.txt";

    /// <summary>The samples, or null where the folder is not of this kind.</summary>
    public static Listing? Find(string folder)
    {
        string test = Path.Combine(folder, TestBatch);
        if (!File.Exists(test))
            return null;
        int[] labels = CifarFile.Labels(test);
        string meta = Path.Combine(folder, Meta);
        ClassNames? classes = File.Exists(meta) ? new ClassNames(meta, TextLines.Read(meta).Select(l => l.Text)) : null;
        return new Listing(folder, [.. labels.Select((label, record) => new ListedFile(TestBatch, null, label, record))], classes);
    }
}
