using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>An ablation as JSON: one object for each step, in order. Equal ablations give equal bytes.</summary>
public static class AblationJson
{
    /// <summary>Writes it.</summary>
    /// <param name="steps">The steps; at least one.</param>
    /// <param name="output">Where to write; it is left open.</param>
    public static void Write(IReadOnlyList<AblationStep> steps, Stream output)
    {
        using (Utf8JsonWriter json = TextOutput.Json(output))
        {
            json.WriteStartObject();
            json.WriteString("model", steps[0].Outcome.Model.Name);
            json.WriteString("board", steps[0].Outcome.Board.Name);
            json.WriteStartArray("steps");
            foreach (AblationStep step in steps) Write(json, step);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, AblationStep step)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Name);
        json.WriteString("adds", step.Title);
        json.WriteBoolean("fits", step.Outcome.Fits);
        if (step.Outcome is Report report)
        {
            json.WriteNumber("cycles", report.Time.Cycles);
            json.WriteNumber("instructions", report.Time.Instructions);
            json.WriteNumber("peakSramBytes", report.Memory.Sram.PeakBytes);
            json.WriteNumber("flashBytes", report.Memory.Flash.TotalBytes);
            json.WriteString("outputCrc32", report.Output.Crc32);
        }
        else if (step.Outcome is Misfit misfit)
        {
            json.WriteString("region", misfit.Region);
            json.WriteNumber("missingBytes", misfit.OverflowBytes);
        }

        json.WriteEndObject();
    }
}
