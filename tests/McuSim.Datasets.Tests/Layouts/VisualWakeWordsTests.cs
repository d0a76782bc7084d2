using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Coco;

namespace McuSim.Tests.Datasets;

/// <summary>The rule of arXiv:1906.05721, section 3, and its edges: images of 100 x 100, where 0.5 % are 50 pixels.</summary>
public class VisualWakeWordsTests
{
    private const string Annotations = """
        {"info": {"images": [{"id": 9}], "description": "not the list"}, "licenses": [],
         "images": [
           {"license": 4, "file_name": "a.jpg", "height": 100, "width": 100, "id": 1}, {"file_name": "b.jpg", "height": 100, "width": 100, "id": 2},
           {"file_name": "c.jpg", "height": 100, "width": 100, "id": 3}, {"file_name": "d.jpg", "height": 100, "width": 100, "id": 4},
           {"file_name": "e, \"e\".jpg", "height": 100, "width": 100, "id": 5}],
         "annotations": [
           {"segmentation": [[1.5, 2.5, 3, 4]], "area": 20, "iscrowd": 0, "image_id": 1, "bbox": [1, 2, 10, 5.1], "category_id": 1, "id": 11},
           {"segmentation": [[1, 2]], "area": 60, "image_id": 2, "bbox": [1, 2, 10, 5], "category_id": 1, "id": 12},
           {"area": 9000, "image_id": 3, "bbox": [0, 0, 90, 90], "category_id": 17, "id": 13},
           {"segmentation": {"counts": [1, 2], "size": [100, 100]}, "area": 40, "image_id": 4, "bbox": [1, 2, 5, 5], "category_id": 1, "id": 14},
           {"area": 40, "image_id": 4, "bbox": [50, 2, 7, 8], "category_id": 1, "id": 15},
           {"area": 40, "image_id": 77, "bbox": [50, 2, 7, 8], "category_id": 1, "id": 16}],
         "categories": [{"supercategory": "person", "id": 1, "name": "person"}, {"id": 17, "name": "cat"}]}
        """;

    private static readonly DatasetOptions Any = new(new([1, 8, 8, 3], InputType.Int8)) { Classes = 2 };

    [Fact]
    public void A_box_must_cover_more_than_the_threshold() => Assert.Equal("1001 0", Labels(new())); // 51 > 50, 50 is not, a cat is none, the second of two

    [Fact]
    public void The_outline_counts_where_it_is_asked_for() => Assert.Equal("0100 0", Labels(new() { SegmentArea = true }));

    [Fact]
    public void Class_and_threshold_are_options()
    {
        Assert.Equal("0010 0", Labels(new() { Class = "cat", Threshold = 0.8 }));
        Assert.Equal("0000 0", Labels(new() { Class = "cat", Threshold = 0.81 })); // exactly as much is not more
    }

    [Fact]
    public void Only_listed_images_are_taken()
    {
        using TemporaryFolder folder = Coco();
        string ids = folder.Write("ids.txt", "4\n2\n999\n"), index = Path.Combine(folder.Path, "vww.csv");

        Assert.Equal((1, 1), VisualWakeWords.WriteIndex(folder.Path, [], new() { Ids = ids }, index));

        Dataset dataset = Dataset.Open(index, Any);
        Assert.Equal([("val2017/b.jpg", 0), ("val2017/d.jpg", 1)], dataset.Samples.Select(s => (s.Name, s.Label)));
        Assert.Equal(["non_person", "person"], dataset.ClassNames);
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        using TemporaryFolder folder = Coco();
        File.Delete(Path.Combine(folder.Path, "val2017", "c.jpg"));
        Assert.Contains("the image 3, c.jpg, is not in", Message(folder, new()));
        Assert.Equal((2, 2), VisualWakeWords.WriteIndex(folder.Path, [], new() { SkipMissing = true }, Path.Combine(folder.Path, "i.csv")));
        Assert.Contains("has no class \"persn\"; did you mean \"person\"?", Message(folder, new() { Class = "persn" }));
        folder.Write("instances_more.json", "{}");
        Assert.Contains("several files of annotations", Message(folder, new()));
        Assert.Contains("has no list \"images\"", Message(folder, new(), "instances_more.json"));
        folder.Write("cut.json", Annotations[..400]);
        Assert.Contains("is not sound JSON", Message(folder, new(), "cut.json"));
        folder.Write("bad.json", Annotations.Replace("\"id\": 3}", "\"id\": 2}"));
        Assert.Contains("two images with the id 2", Message(folder, new(), "bad.json"));
        folder.Write("nobox.json", Annotations.Replace("[1, 2, 10, 5]", "[]"));
        Assert.Contains("annotation 12 has no bbox", Message(folder, new(), "nobox.json"));
        folder.Write("ids.txt", "seven");
        Assert.Contains("line 1: expected the number of an image", Message(folder, new() { Ids = Path.Combine(folder.Path, "ids.txt") }, "annotations/instances_val2017.json"));
    }

    [Fact]
    public void The_sample_of_coco_is_read()
    {
        string coco = SharedFolder.Require("data", "coco");
        using var folder = new TemporaryFolder();
        string index = Path.Combine(folder.Path, "vww.csv");

        (int without, int with) = VisualWakeWords.WriteIndex(coco, [], new(), index);

        Assert.Equal(24, without + with);
        Assert.InRange(with, 8, 20);
        Assert.Equal(24, Dataset.Open(index, Any).Samples.Length);
    }

    private static TemporaryFolder Coco()
    {
        var folder = new TemporaryFolder();
        folder.Write("annotations/instances_val2017.json", Annotations);
        foreach (string name in (string[])["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e, \"e\".jpg"]) folder.Write($"val2017/{name}", 1);
        return folder;
    }

    private static string Labels(VisualWakeWordsOptions options)
    {
        using TemporaryFolder folder = Coco();
        string index = Path.Combine(folder.Path, "vww.csv");
        VisualWakeWords.WriteIndex(folder.Path, [], options, index);
        int[] labels = [.. Dataset.Open(index, Any).Samples.Select(s => s.Label)];
        return string.Concat(labels[..4]) + " " + labels[4];
    }

    private static string Message(TemporaryFolder folder, VisualWakeWordsOptions options, params string[] annotations)
    {
        var e = Assert.ThrowsAny<McuSimException>(() => VisualWakeWords.WriteIndex(
            folder.Path, [.. annotations.Select(a => Path.Combine(folder.Path, a))], options, Path.Combine(folder.Path, "index.csv")));
        Assert.False(File.Exists(Path.Combine(folder.Path, "index.csv")));
        return e.Message;
    }
}
