package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.duration;
import static io.auscult.app.config.ValueTypes.size;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of the section {@code evidence}; {@link Keys} takes them into its list. */
public final class EvidenceKeys {
    static final String SECTION = "evidence";
    static final String DOC =
            "The packets around each alert, a pcapng file an incident: only with --evidence, or live with output.evidence.";

    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<Long> MEMORY = key(
            "memory",
            size("16 MiB", "1 GiB"),
            64L << 20,
            "Memory for the last packets; what an alert tells of is taken from there. More reaches further back.");
    public static final Setting<Duration> BEFORE = key(
            "before",
            duration("0 s", "1 h"),
            Duration.ofSeconds(30),
            "How long before what an alert tells of packets are taken, as far as memory reaches. So long they wait until they are"
                    + " written.");
    public static final Setting<Duration> AFTER =
            key("after", duration("0 s", "1 h"), Duration.ofSeconds(30), "How long after an alert packets are taken.");
    public static final Setting<Long> SNAPLEN = key(
            "snaplen",
            size("68 B", "256 KiB"),
            1L << 18,
            "How much of each packet is kept. 128 B is enough for headers and leaves out most of what people sent.");
    public static final Setting<Long> INCIDENT =
            key("per_incident", size("64 KiB", "1 GiB"), 16L << 20, "How much is written for one incident.");
    public static final Setting<Long> TOTAL = key(
            "total",
            size("1 MiB", "1048576 GiB"),
            2L << 30,
            "How much evidence may lie in the folder. With more nothing is written until you have moved or deleted some.");
    public static final Setting<Long> DISK_FREE = key(
            "disk_free",
            size("0 B", "1024 GiB"),
            1L << 30,
            "What stays free on the disk; with less, nothing is written.");

    private EvidenceKeys() {}

    /** In the order of the file. */
    static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Setting<T> key(String name, ValueType<T> type, T fallback, String doc) {
        Setting<T> setting = new Setting<>(SECTION, name, type, fallback, doc);
        ALL.add(setting);
        return setting;
    }
}
