using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>A whole network with translated code, from its first block on, against the engine alone.</summary>
public sealed class TranslationTests
{
    [Theory]
    [InlineData("stm32f746")]
    [InlineData("nucleo-g0b1re")]
    public void Translation_changes_neither_outputs_nor_cycles(string name)
    {
        Board board = BoardCatalog.Load(name);
        Model model = BuiltInModels.KeywordSpotting;
        Firmware firmware = FirmwareGenerator.Build(model, board, new BuildOptions());
        byte[][] input = PseudoRandomInput.For(model.Graph);
        using NetworkRunner engine = NetworkRunner.Boot(firmware, board, RunLimits.None, default, TranslationOptions.None);
        using NetworkRunner translated = NetworkRunner.Boot(firmware, board, RunLimits.None, default, new TranslationOptions(Threshold: 0, Waits: true));
        for (int i = 0; i < 2; i++)
        {
            Inference expected = engine.Run(input), found = translated.Run(input);
            Assert.Equal(expected.Outputs, found.Outputs);
            Assert.Equal(expected.Cycles, found.Cycles);
            Assert.Equal(expected.Instructions, found.Instructions);
        }
    }
}
