using System.CommandLine;
using System.Globalization;

using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Coco;
using McuSim.Datasets.Layouts;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim dataset</c>: lists of labelled inputs of datasets as they are downloaded, and recipes.</summary>
internal static class DatasetCommand
{
    public static Command Create(CommandContext context) => new("dataset", "Makes lists of labelled inputs for 'mcusim eval' from datasets as they are downloaded; shows recipes.")
    {
        VisualWakeWordsCommand(context),
        ImageNetCommand(context),
        SpeechCommand(context),
        RecipesCommand(context),
    };

    private static Command VisualWakeWordsCommand(CommandContext context)
    {
        var coco = new Option<string>("--coco") { Description = "COCO's folder: images in it or in sub-folders such as val2014.", HelpName = "FOLDER", Required = true };
        var annotations = new Option<string[]>("--annotations")
        {
            Description = "COCO's instances_*.json; may be given several times. Without it, the only one in the folder or its sub-folder annotations.",
            HelpName = "FILE",
        };
        var ids = new Option<string?>("--ids") { Description = "Take only the images whose numbers this file lists, one a line (such as the minival ids).", HelpName = "FILE" };
        var name = new Option<string>("--class") { Description = "The object that is looked for.", DefaultValueFactory = _ => "person", HelpName = "NAME" };
        var threshold = new Option<string>("--threshold") { Description = "The share of the image that the object must cover more than.", DefaultValueFactory = _ => "0.5%", HelpName = "SHARE" };
        var area = new Option<AreaKind>("--area") { Description = "What is counted: the object's box, as in the paper, or its outline (COCO's area), as in TensorFlow's script.", HelpName = "box|segment" };
        var skip = new Option<bool>("--skip-missing") { Description = "Leave out images that are not there." };
        Option<string> output = Output();
        var command = new CommandWithExamples(
            "vww", "Visual Wake Words from COCO: images with and without a person.", "mcusim dataset vww --coco coco --annotations coco/annotations/instances_val2014.json --ids minival_ids.txt --out vww.csv")
        {
            coco, annotations, ids, name, threshold, area, skip, output,
        };
        command.SetAction(parsed =>
        {
            var options = new VisualWakeWordsOptions
            {
                Class = parsed.GetRequiredValue(name),
                Threshold = Share(parsed.GetRequiredValue(threshold)),
                SegmentArea = parsed.GetValue(area) == AreaKind.Segment,
                Ids = parsed.GetValue(ids),
                SkipMissing = parsed.GetValue(skip),
            };
            string index = parsed.GetRequiredValue(output);
            (int without, int with) = VisualWakeWords.WriteIndex(parsed.GetRequiredValue(coco), parsed.GetValue(annotations) ?? [], options, index);
            Show(context, index, [($"non_{options.Class}", without), (options.Class, with)]);
        });
        return command;
    }

    private static Command ImageNetCommand(CommandContext context)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The validation images, or class folders named by synset." };
        var labels = new Option<string?>("--labels")
        {
            Description = "The ground truth: a synset or number a line in order of the images' names, val.txt of Caffe, or LOC_val_solution.csv of Kaggle. Without it, looked for beside the images.",
            HelpName = "FILE",
        };
        var synsets = new Option<string?>("--synsets") { Description = "The synsets in the order of the network's outputs. Without it, looked for beside the images, else in ordinal order.", HelpName = "FILE" };
        var ids = new Option<string?>("--ids") { Description = "What the numbers of the development kit mean: its map_clsloc.txt.", HelpName = "FILE" };
        Option<string> output = Output();
        var command = new CommandWithExamples(
            "imagenet", "ImageNet's validation set, with its labels from wherever they are.", "mcusim dataset imagenet ILSVRC2012_img_val --labels ILSVRC2012_validation_ground_truth.txt --ids map_clsloc.txt --out val.csv")
        {
            folder, labels, synsets, ids, output,
        };
        command.SetAction(parsed =>
        {
            string index = parsed.GetRequiredValue(output);
            var options = new ImageNetOptions { Labels = parsed.GetValue(labels), Synsets = parsed.GetValue(synsets), Ids = parsed.GetValue(ids) };
            Show(context, index, DatasetIndex.OfImageNet(parsed.GetRequiredValue(folder), options, index));
        });
        return command;
    }

    private static Command SpeechCommand(CommandContext context)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Speech Commands as it is unpacked, version 1 or 2." };
        var words = new Option<string>("--words")
        {
            Description = "ten: the usual ten words, with silence and unknown words 12 classes; all: every word; or a list such as yes,no,stop.",
            DefaultValueFactory = _ => "ten",
            HelpName = "ten|all|WORD,WORD...",
        };
        var split = new Option<SpeechSplit>("--split") { Description = "Which clips: those of testing_list.txt, of validation_list.txt, the others, or all.", HelpName = "testing|validation|training|all" };
        var unknown = new Option<double?>("--unknown") { Description = "Clips of other words as the class _unknown_, in hundredths of the clips of the words; 10 with ten words.", HelpName = "PERCENT" };
        var silence = new Option<double?>("--silence") { Description = "Seconds of background noise as the class _silence_, in hundredths of the clips of the words; 10 with ten words.", HelpName = "PERCENT" };
        var seed = new Option<int>("--seed") { Description = "Chooses other words and pieces of noise.", HelpName = "N" };
        Option<string> output = Output();
        var command = new CommandWithExamples(
            "speech", "Speech Commands with the words, the split and the silence that one wants.", """
            mcusim dataset speech speech_commands_v0.02 --out testing.csv
            mcusim dataset speech speech_commands_v0.02 --words all --split validation --out words.csv
            mcusim dataset speech speech_commands_v0.02 --words yes,no --unknown 100 --silence 100 --seed 7 --out yesno.csv
            """)
        {
            folder, words, split, unknown, silence, seed, output,
        };
        command.SetAction(parsed =>
        {
            string index = parsed.GetRequiredValue(output), wanted = parsed.GetRequiredValue(words);
            SpeechCommandsOptions usual = wanted switch
            {
                "ten" => SpeechCommandsOptions.TwelveClasses,
                "all" => new(),
                _ => new() { Words = [.. wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] },
            };
            var options = usual with
            {
                Split = parsed.GetValue(split),
                UnknownPercent = Percent("--unknown", parsed.GetValue(unknown) ?? usual.UnknownPercent),
                SilencePercent = Percent("--silence", parsed.GetValue(silence) ?? usual.SilencePercent),
                Seed = parsed.GetValue(seed),
            };
            Show(context, index, DatasetIndex.OfSpeechCommands(parsed.GetRequiredValue(folder), options, index));
        });
        return command;
    }

    private static Command RecipesCommand(CommandContext context)
    {
        var name = new Argument<string?>("NAME") { Description = "The recipe to show.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("recipes", "Lists the recipes by which files become inputs, or shows one as YAML to start from.") { name };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is { } one)
            {
                if (!RecipeCatalog.Names.Contains(one)) RecipeCatalog.Load(one); // says what there is
                context.Output.Write(RecipeCatalog.Names.Contains(one) ? RecipeCatalog.TextOf(one) : File.ReadAllText(one));
                return;
            }

            foreach (string each in RecipeCatalog.Names)
            {
                string description = RecipeCatalog.TextOf(each).Split('\n')[0]["description: ".Length..];
                context.Output.WriteLine($"{each,-18} {description}");
            }
        });
        return command;
    }

    private static Option<string> Output() => new("--out", "-o") { Description = "The list to write; give it to 'mcusim eval --data'.", HelpName = "FILE", Required = true };

    private static void Show(CommandContext context, string index, IReadOnlyList<(string Class, int Inputs)> classes)
    {
        const int Most = 40;
        foreach ((string name, int inputs) in classes.Take(Most))
            context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs,8}  {name}"));
        if (classes.Count > Most) context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"     ...  {classes.Count - Most} more classes"));
        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{classes.Sum(c => c.Inputs),8}  inputs in {index}"));
    }

    /// <summary>A share written as 0.5% or 0.005.</summary>
    private static double Share(string text)
    {
        bool percent = text.EndsWith('%');
        bool number = double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        value = percent ? value / 100 : value;
        return number && value is >= 0 and < 1 ? value : throw McuSimException.BadInput($"--threshold {text} is no share of an image: give one such as 0.5% or 0.005.");
    }

    private static double Percent(string option, double value) =>
        value is >= 0 and <= 10_000 ? value : throw McuSimException.BadInput($"{option} must be a percentage from 0 to 10000.");

    private enum AreaKind
    {
        Box,
        Segment,
    }
}
