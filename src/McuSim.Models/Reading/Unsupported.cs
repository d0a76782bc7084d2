using McuSim.Common;

namespace McuSim.Models.Reading;

/// <summary>Why an operator cannot be read, and what to do about it.</summary>
internal static class Unsupported
{
    /// <summary>The sentence.</summary>
    public static McuSimException Error(OperatorSource source)
    {
        const string Custom = "custom operator '";
        string code = source.Name.StartsWith(Custom, StringComparison.Ordinal) ? source.Name[Custom.Length..^1] : "";
        (string problem, string remedy) = code switch
        {
            "ethos-u" => ("it is a part of the network compiled for an Arm Ethos-U by Vela", "give the .tflite file that Vela was given"),
            "edgetpu-custom-op" => ("it is a part of the network compiled for an Edge TPU", "give the .tflite file that the Edge TPU compiler was given"),
            "NeutronGraph" => ("it is a part of the network compiled for an NXP eIQ Neutron", "give the .tflite file from before that conversion"),
            _ when code.StartsWith("Flex", StringComparison.Ordinal) => (
                "it is an operator of TensorFlow itself, which no microcontroller runs", "convert the model without SELECT_TF_OPS; a Keras LSTM or GRU needs a fixed batch size and unroll=True"),
            _ => ("it is not supported", $"use only {OperatorReaders.Names}"),
        };
        return source.Error(problem, remedy);
    }
}
