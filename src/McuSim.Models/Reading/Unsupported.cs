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
            "TFLite_Detection_PostProcess" or "PosenetDecoderOp" => (
                "it turns the network's outputs into a list of objects, which is the application's task", "export the network without it, or cut the file before it"),
            _ => ("it is not supported", RemedyFor(source.Name) ?? $"use only {OperatorReaders.Names}"),
        };
        return source.Error(problem, remedy);
    }

    /// <summary>What to do instead of operators that are met often.</summary>
    private static string? RemedyFor(string name) => name switch
    {
        "LOG_SOFTMAX" => "end the network with SOFTMAX, or with what goes into it: the largest output is the same",
        "ARG_MAX" or "ARG_MIN" or "TOPK_V2" => "leave it out of the network and look for the largest output in the application",
        "NON_MAX_SUPPRESSION_V4" or "NON_MAX_SUPPRESSION_V5" => "leave it out of the network and choose among the boxes in the application",
        "WHILE" or "IF" or "FILL" or "LESS" => "it is part of a loop, as Keras' LSTM and GRU have: give the model a fixed batch size and the layer unroll=True",
        "SVDF" or "RNN" or "LSTM" or "BIDIRECTIONAL_SEQUENCE_LSTM" or "UNIDIRECTIONAL_SEQUENCE_RNN" =>
            "of layers with a memory UNIDIRECTIONAL_SEQUENCE_LSTM and variables (READ_VARIABLE, ASSIGN_VARIABLE) are supported",
        "BATCH_MATMUL" => "where one side is constant, use a dense layer (FULLY_CONNECTED)",
        "GELU" or "ELU" => "train with RELU, RELU6, LEAKY_RELU or HARD_SWISH",
        "SPACE_TO_DEPTH" or "DEPTH_TO_SPACE" => "write it as RESHAPE and TRANSPOSE",
        "SPACE_TO_BATCH_ND" or "BATCH_TO_SPACE_ND" => "give the convolution its dilation instead: convert with a recent TensorFlow, which folds both into it",
        _ => null,
    };
}
