package io.auscult.app;

import io.auscult.export.hub.HubSettings;
import io.auscult.export.hub.HubSettings.Keeping;
import io.auscult.export.hub.HubSettings.Limits;
import picocli.CommandLine.Option;

/** Options that say how much a hub takes, gives and keeps. */
final class HubLimits {
    private static final int MIB = 1 << 20;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description = "Objects that were added longer ago go; 0: none does for its age. Default: ${DEFAULT-VALUE}")
    int keepDays = Keeping.DEFAULT.days();

    @Option(
            names = "--keep-mib",
            paramLabel = "N",
            description = "Objects of one collection in MiB; beyond, the oldest go of the member who has most there."
                    + " Default: ${DEFAULT-VALUE}")
    long keepMib = Keeping.DEFAULT.bytes() / MIB;

    @Option(
            names = "--keep-objects",
            paramLabel = "N",
            description = "The same in objects, versions included. Default: ${DEFAULT-VALUE}")
    long keepObjects = Keeping.DEFAULT.objects();

    @Option(names = "--object-kib", paramLabel = "N", description = "Longest object in KiB. Default: ${DEFAULT-VALUE}")
    int objectKib = Limits.DEFAULT.objectBytes() >> 10;

    @Option(names = "--page", paramLabel = "N", description = "Most objects of an answer. Default: ${DEFAULT-VALUE}")
    int page = Limits.DEFAULT.page();

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "Of one member; ten seconds' worth at once. Default: ${DEFAULT-VALUE}")
    int requests = Limits.DEFAULT.requestsPerSecond();

    @Option(
            names = "--objects-per-second",
            paramLabel = "N",
            description = "That one member may add; ten seconds' worth at once. Default: ${DEFAULT-VALUE}")
    int objects = Limits.DEFAULT.objectsPerSecond();

    /** @throws IllegalArgumentException when a number is out of range */
    Limits limits() {
        Limits rest = Limits.DEFAULT;
        within("--keep-days", keepDays, 0, 36_500);
        within("--keep-mib", keepMib, 16, 1L << 30);
        within("--keep-objects", keepObjects, rest.objects(), 1_000_000_000);
        within("--object-kib", objectKib, 1, rest.bodyBytes() >> 10);
        within("--page", page, 1, 10_000);
        within("--requests-per-second", requests, 1, 10_000);
        within("--objects-per-second", objects, 1, 1_000_000);
        return new HubSettings.Limits(
                rest.connections(),
                rest.addressConnections(),
                rest.bodyBytes(),
                rest.pendingBytes(),
                rest.objects(),
                objectKib << 10,
                page,
                requests,
                objects,
                new Keeping(keepObjects, keepMib * MIB, keepDays));
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
