package io.auscult.app.config.receiver;

import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a sensor is called towards receivers that ask: as set, else as its machine. Stateless. */
final class SensorName {
    private static final String ANONYMOUS = "auscult";
    private static final Path MACHINE = Path.of("/proc/sys/kernel/hostname");

    private SensorName() {}

    static Setting<String> setting(ReceiverKind settings) {
        return settings.optional(
                "sensor",
                ValueTypes.text("a name without spaces", 255),
                "",
                "What the sensor calls itself there. Empty: the name of its machine, or auscult where a policy names the receiver.");
    }

    /** @param isShared whether a policy names the receiver */
    static String of(String asSet, boolean isShared) {
        if (!asSet.isEmpty() || isShared) {
            return asSet.isEmpty() ? ANONYMOUS : asSet;
        }
        try {
            String name = Files.readString(MACHINE).strip();
            return name.isEmpty() ? ANONYMOUS : name;
        } catch (IOException e) {
            return ANONYMOUS; // not Linux
        }
    }
}
