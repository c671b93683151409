package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.choice;
import static io.auscult.app.config.ValueTypes.choices;
import static io.auscult.app.config.ValueTypes.duration;
import static io.auscult.app.config.ValueTypes.durationOrZero;
import static io.auscult.app.config.ValueTypes.size;

import io.auscult.export.archive.RotationSettings;
import io.auscult.export.archive.RotationSettings.Compression;
import io.auscult.export.eve.EveType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What can be set about files of lines: what is in them, when they begin anew and how long they are kept. A part of {@link Keys}. */
public final class FileKeys {
    static final String SECTION = "rotate";
    static final String DOC =
            "When Zeek's logs and EVE files of a live run begin anew, and what becomes of the old ones: folders of the day beside them.";

    private static final List<Setting<?>> ALL = new ArrayList<>();
    private static final RotationSettings DEFAULT = RotationSettings.DEFAULT;

    public static final Setting<List<EveType>> EVE_TYPES = added(
            "output",
            "eve_types",
            choices(EveType.class),
            List.of(),
            "Which events are written as EVE records besides the alerts: beside the file of output.eve, with -events in its name.");

    public static final Setting<Duration> EVERY = added(
            SECTION,
            "every",
            durationOrZero("1 s", "7 d"),
            DEFAULT.every(),
            "How much time a file holds, counted from midnight UTC. 0 s: as much as comes.");
    public static final Setting<Long> SIZE = added(
            SECTION, "size", size("0 B", "1024 GiB"), DEFAULT.size(), "From which size a file goes. 0 B: from none.");
    public static final Setting<Compression> COMPRESSION = added(
            SECTION,
            "compression",
            choice(Compression.class),
            DEFAULT.compression(),
            "How files that went are compressed.");
    public static final Setting<Duration> AGE = added(
            SECTION,
            "age",
            duration("0 s", "3650 d"),
            DEFAULT.age(),
            "How old a file that went may become before it is deleted. 0 s: any age.");
    public static final Setting<Long> TOTAL = added(
            SECTION,
            "total",
            size("0 B", "1024 GiB"),
            DEFAULT.total(),
            "How much the files that went may take, of each output; the oldest are deleted. 0 B: any amount.");

    private FileKeys() {}

    /** In the order of the file. */
    static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Setting<T> added(String section, String name, ValueType<T> type, T fallback, String doc) {
        Setting<T> setting = new Setting<>(section, name, type, fallback, doc);
        ALL.add(setting);
        return setting;
    }
}
