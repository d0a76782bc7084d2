using McuSim.Common;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>A report file is whole or not there.</summary>
public class ReportFileTests
{
    [Fact]
    public void Replaces_a_file_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("report.json"), "old");
        ReportFile.Write(folder.File("report.json"), new JsonReport(), [Samples.Run()]);
        Assert.StartsWith("{\n  \"schemaVersion\": 1,\n", File.ReadAllText(folder.File("report.json")), StringComparison.Ordinal);
        Assert.Equal([folder.File("report.json")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Keeps_the_old_file_when_the_writing_fails()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("report"), "old");
        Assert.Throws<McuSimException>(() => ReportFile.Write(folder.File("report"), new FullDisk(), new ReportContent()));
        Assert.Throws<InvalidOperationException>(() => ReportFile.Write(folder.File("report"), new Broken(), new ReportContent()));
        Assert.Equal("old", File.ReadAllText(folder.File("report")));
        Assert.Equal([folder.File("report")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Follows_a_link_to_a_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("target"), "old");
        File.CreateSymbolicLink(folder.File("link"), folder.File("target"));
        ReportFile.Write(folder.File("link"), new JsonReport(), new ReportContent());
        Assert.Equal("[]\n", File.ReadAllText(folder.File("target")));
        Assert.NotNull(File.ResolveLinkTarget(folder.File("link"), returnFinalTarget: false));
    }

    [Fact]
    public void Writes_to_a_device_without_replacing_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /dev/null");
        ReportFile.Write("/dev/null", new JsonReport(), [Samples.Run()]);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Theory]
    [InlineData("missing/report.json")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_place_that_cannot_be_written_is_bad_input(string name)
    {
        using var folder = new TemporaryFolder();
        string path = name.Length == 0 ? folder.Path : folder.File(name);
        McuSimException e = Assert.Throws<McuSimException>(() => ReportFile.Write(path, new JsonReport(), [Samples.Run()]));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.DoesNotContain('\n', e.Message);
        Assert.EndsWith("name a file in a folder that exists and can be written.", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private sealed class FullDisk : IReportFormat
    {
        public string Name => "full";

        public string Purpose => "";

        public void Write(ReportContent content, Stream output)
        {
            output.WriteByte(1);
            throw new IOException("No space left on device");
        }
    }

    private sealed class Broken : IReportFormat
    {
        public string Name => "broken";

        public string Purpose => "";

        public void Write(ReportContent content, Stream output) => throw new InvalidOperationException();
    }
}
