using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Writing;

/// <summary>An operator as the file has it.</summary>
/// <param name="Name">The schema's name.</param>
/// <param name="Version">The version whose int8 form it is.</param>
/// <param name="OptionsType">The number of the option table in the schema's union; 0 for none.</param>
/// <param name="Options">The option table.</param>
/// <param name="Inputs">Tensor numbers; -1 for one left out.</param>
internal sealed record EncodedOperator(string Name, int Version, int OptionsType, FlatTableNode Options, int[] Inputs);
