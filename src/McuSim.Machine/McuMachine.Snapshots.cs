using McuSim.Machine.Engine;
using McuSim.Machine.System;

namespace McuSim.Machine;

/// <content>States to return to.</content>
public sealed partial class McuMachine
{
    /// <summary>Copies the machine's state.</summary>
    public MachineSnapshot Capture()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        UnicornContext context = engine.CreateContext();
        engine.Save(context);
        return new MachineSnapshot(
            this, context, [.. memory.Writable.Select(r => new RegionCopy(r))], [.. devices.Select(d => d.Device.Capture())], InstructionsExecuted)
        {
            Pins = chip.Pins.Capture(),
            Flash = flash is { IsChanged: true } ? new RegionCopy(flash.Region) : null,
        };
    }

    /// <summary>Returns to a state. Takes well under a millisecond: only memory that differs is copied.</summary>
    /// <exception cref="ArgumentException">The snapshot belongs to another machine.</exception>
    public void Restore(MachineSnapshot snapshot)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (snapshot.Machine != this)
            throw new ArgumentException("The snapshot belongs to another machine.", nameof(snapshot));
        engine.Restore(snapshot.Context);
        foreach (RegionCopy copy in snapshot.Memory)
            copy.Restore(executor.CodeChanged);
        RestoreFlash(snapshot.Flash);
        chip.Pins.Restore(snapshot.Pins);
        foreach ((DevicePort port, object state) in devices.Zip(snapshot.Devices))
            port.Device.Restore(state);
        events.Instructions = snapshot.Instructions;
    }

    private void RestoreFlash(RegionCopy? copy)
    {
        copy?.Restore(executor.CodeChanged);
        if (copy is not null || flash is not { IsChanged: true })
            return;
        loader.Program(); // as it was before the program changed it
        chip.WriteIdentity(memory);
        flash.IsChanged = false;
        executor.CodeChanged(flash.Region, flash.Start, flash.Size);
    }
}
