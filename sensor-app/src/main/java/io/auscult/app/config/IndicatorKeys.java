package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.duration;
import static io.auscult.app.config.ValueTypes.flag;
import static io.auscult.app.config.ValueTypes.number;
import static io.auscult.app.config.ValueTypes.text;
import static io.auscult.app.config.ValueTypes.texts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of the section {@code indicators}; {@link Keys} takes them into its list. */
public final class IndicatorKeys {
    static final String SECTION = "indicators";
    static final String DOC =
            "What others know to be bad: addresses, networks, names, URLs, fingerprints, hashes, users. Traffic that has to do with it is told. From files here; MISP and TAXII have"
                    + " sections of their own. docs/indicators.md tells more.";

    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<List<String>> FILES = key(
            "files",
            texts("paths of files or folders", 4096),
            List.of(),
            "Lists (one a line, or CSV with a header), STIX bundles, exports of MISP; gzip is fine. `auscult indicators check` says what is wrong with them. While listening, changes are taken"
                    + " up, and a file that became unreadable keeps what it had.");
    public static final Setting<List<String>> VALUES = key(
            "values",
            texts("indicators, alone or with their type in front such as ja3:...", 2048),
            List.of(),
            "Some more, written here.");
    public static final Setting<List<String>> MEANT = key(
            "meant",
            texts("indicators", 2048),
            List.of(),
            "Those that count although the warning list would keep them out: private and your own addresses, names that everybody goes to.");
    public static final Setting<Integer> MOST = key(
            "most",
            number("indicators", 1_000, 50_000_000),
            5_000_000,
            "How many are held in all, some 130 bytes each. What is over is left out and told.");
    public static final Setting<Integer> MOST_OF_SOURCE =
            key("most_of_source", number("indicators", 1_000, 50_000_000), 5_000_000, "How many of one source.");
    public static final Setting<Duration> EVERY =
            key("every", duration("1 s", "1 d"), Duration.ofSeconds(10), "How often files are looked at for changes.");
    public static final Setting<Boolean> HUNT = key(
            "hunt",
            flag(),
            true,
            "Whether new indicators are also searched in what was recorded, while listening: in hunt_folder, once each, slowly.");
    public static final Setting<String> HUNT_FOLDER = key(
            "hunt_folder",
            text("path of a folder", 4096),
            "",
            "Where Zeek's logs lie, with archives below. Empty: the folder of output.zeek.");

    private IndicatorKeys() {}

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
