package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.address;
import static io.auscult.app.config.ValueTypes.choice;
import static io.auscult.app.config.ValueTypes.choices;
import static io.auscult.app.config.ValueTypes.duration;
import static io.auscult.app.config.ValueTypes.flag;
import static io.auscult.app.config.ValueTypes.networks;
import static io.auscult.app.config.ValueTypes.number;
import static io.auscult.app.config.ValueTypes.numberOrAuto;
import static io.auscult.app.config.ValueTypes.size;
import static io.auscult.app.config.ValueTypes.text;
import static io.auscult.app.config.ValueTypes.texts;

import io.auscult.app.config.receiver.ReceiverKind;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.decode.FragmentPolicy;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.protocol.file.Digest;
import io.auscult.core.stream.OverlapPolicy;
import io.auscult.core.stream.StreamSettings;
import io.auscult.export.extract.ExtractSettings.Naming;
import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.knowledge.Knowledge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every key of the configuration: the one list that validates the file, prints the default one and names the environment
 * variables. What is not here cannot be set.
 */
public final class Keys {
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();
    private static final Map<String, Setting<?>> BY_KEY = new LinkedHashMap<>();

    private static final FlowSettings FLOW_DEFAULTS = FlowSettings.defaults();
    private static final StreamSettings STREAM_DEFAULTS = StreamSettings.defaults();

    static final String ROLES = "roles";
    static final String EXCEPTIONS = "exceptions";

    /** Sections that are lists of entries. */
    static final List<String> LISTS = Stream.concat(
                    Stream.of(ROLES, EXCEPTIONS, ShareSettings.POLICIES),
                    Receivers.ALL.stream().map(ReceiverKind::section))
            .toList();

    static {
        SECTIONS.put("sensor", "The sensor and the network it listens to.");
        SECTIONS.put("capture", "Live capture.");
        SECTIONS.put("decode", "From bytes to packets.");
        SECTIONS.put("flow", "Conversations and their memory.");
        SECTIONS.put("protocol", "What is read out of conversations.");
        SECTIONS.put("rules", "Sigma rules: the sensor's own and yours.");
        SECTIONS.put(
                "detect",
                "From what on something is told, and what the sensor should know. docs/detections.md says where each number comes from.");
        SECTIONS.put(IndicatorKeys.SECTION, IndicatorKeys.DOC);
        SECTIONS.put(
                "output",
                "What a live run writes, and where. A replay writes what its options say and nothing of this.");
        SECTIONS.put(FileKeys.SECTION, FileKeys.DOC);
        SECTIONS.put(
                "extract",
                "Files seen in SMB, HTTP, FTP and mail, written into a folder: only with --extract, or live with output.extract. The"
                        + " log `files` says what became of each.");
        SECTIONS.put(
                "state",
                "What the sensor has learned, kept over restarts. A replay neither reads nor writes it, except with --state.");
        SECTIONS.put(
                "learning", "The time in which the sensor only learns what is usual: who administers whom, and how.");
        SECTIONS.put(EvidenceKeys.SECTION, EvidenceKeys.DOC);
        SECTIONS.put("health", "What /health calls well.");
        SECTIONS.put("http", "Metrics for Prometheus and health for people.");
        SECTIONS.put(
                ROLES,
                "Hosts whose work looks like an attack: a declared scanner that scans is no alarm. What a role explains is"
                        + " counted and listed, and only until the role expires.");
        SECTIONS.put(
                EXCEPTIONS,
                "Alerts that you expect, as narrow as you can name them: which rules, and from whom or to whom. What an exception"
                        + " holds back is counted and listed, and only until it expires. `auscult benchmark-noise` proposes some.");
        SECTIONS.put(ShareSettings.SHARE, ShareSettings.SHARE_DOC);
        SECTIONS.put(ShareSettings.POLICIES, ShareSettings.POLICIES_DOC);
        for (ReceiverKind kind : Receivers.ALL) {
            SECTIONS.put(kind.section(), kind.doc());
        }
    }

    public static final Setting<List<Network>> LOCAL_NETS = key(
            "sensor",
            "local_nets",
            networks(),
            LocalNets.DEFAULT.networks(),
            "The hospital's own addresses. Everything else is outside.");
    public static final Setting<List<Network>> SEGMENTS = key(
            "sensor",
            "segments",
            networks(),
            List.of(),
            "Parts that have a traffic light of their own; else each /24.");
    public static final Setting<Integer> LANES = key(
            "sensor",
            "lanes",
            numberOrAuto("threads", 0, 16),
            -1,
            "How many threads follow conversations. 0 does all work on one thread; auto takes what the machine has. The"
                    + " results are the same.");
    public static final Setting<Language> LANGUAGE = key(
            "sensor",
            "language",
            choice(Language.class),
            Language.AUTO,
            "The language of summaries and advice; auto takes the one of the terminal (LANG).");

    public static final Setting<List<String>> INTERFACES = key(
            "capture",
            "interfaces",
            texts("names of network interfaces", 64),
            List.of(),
            "Where to listen when `auscult capture` has no -i. `auscult interfaces` lists them.");
    public static final Setting<Long> SNAPLEN = key(
            "capture",
            "snaplen",
            size("68 B", "256 KiB"),
            1L << 18,
            "How much of each packet is taken. Cutting packets hides what is in them.");
    public static final Setting<Long> BUFFER = key(
            "capture",
            "buffer",
            size("1 MiB", "1 GiB"),
            64L << 20,
            "The kernel's buffer for each interface. A larger one survives longer bursts.");
    public static final Setting<Boolean> PROMISCUOUS = key(
            "capture",
            "promiscuous",
            flag(),
            true,
            "Whether to take packets that are not addressed to this machine; a mirror port needs it.");
    public static final Setting<String> FILTER = key(
            "capture",
            "filter",
            text("a filter in tcpdump's language, such as: not host 10.0.0.9", 4096),
            "",
            "Only what this filter lets through is looked at. Empty: everything.");

    public static final Setting<Boolean> CHECKSUMS = key(
            "decode",
            "checksums",
            flag(),
            true,
            "Whether checksums of TCP, UDP and ICMP are verified. Wrong ones are counted and told; no packet is left out for it.");
    public static final Setting<Boolean> DROP_DUPLICATES = key(
            "decode",
            "drop_duplicates",
            flag(),
            DecodeSettings.DEFAULT.dropDuplicates(),
            "Whether second copies of a packet, as a mirror port of several VLANs makes them, are left out.");
    public static final Setting<Duration> DUPLICATE_WINDOW = key(
            "decode",
            "duplicate_window",
            duration("1 ms", "1 s"),
            Duration.ofNanos(DecodeSettings.DEFAULT.duplicateWindowNs()),
            "Within which time the same packet again is a second copy.");
    public static final Setting<FragmentPolicy> FRAGMENT_OVERLAP = key(
            "decode",
            "fragment_overlap",
            choice(FragmentPolicy.class),
            DecodeSettings.DEFAULT.fragmentPolicy(),
            "Whose bytes count where IP fragments overlap; systems differ, so choose the one of most servers.");
    public static final Setting<Integer> FRAGMENTED = key(
            "decode",
            "fragmented_datagrams",
            number("datagrams", 1, 1 << 16),
            DecodeSettings.DEFAULT.maxDatagrams(),
            "Datagrams in pieces that are held at the same time.");
    public static final Setting<Long> FRAGMENT_MEMORY = key(
            "decode",
            "fragment_memory",
            size("64 KiB", "1 GiB"),
            (long) DecodeSettings.DEFAULT.maxFragmentBytes(),
            "Memory for their bytes.");
    public static final Setting<Duration> FRAGMENT_AGE = key(
            "decode",
            "fragment_age",
            duration("1 s", "10 m"),
            Duration.ofNanos(DecodeSettings.DEFAULT.fragmentAgeNs()),
            "How long the missing pieces may take.");

    public static final Setting<Integer> FLOWS = key(
            "flow",
            "capacity",
            number("conversations", 1024, FlowSettings.MAX_CAPACITY),
            FLOW_DEFAULTS.capacity(),
            "Conversations followed at the same time. In a full table the least valuable ends early, and is counted.");
    public static final Setting<Duration> TCP_ATTEMPT = key(
            "flow",
            "tcp_attempt",
            duration("100 ms", "10 m"),
            Duration.ofNanos(FLOW_DEFAULTS.tcpAttemptNs()),
            "How long a TCP handshake may stay without answer.");
    public static final Setting<Duration> TCP_INACTIVITY = key(
            "flow",
            "tcp_inactivity",
            duration("10 s", "7 d"),
            Duration.ofNanos(FLOW_DEFAULTS.tcpInactivityNs()),
            "How long a TCP connection may be silent before it counts as ended.");
    public static final Setting<Duration> TCP_CLOSE = key(
            "flow",
            "tcp_close",
            duration("100 ms", "10 m"),
            Duration.ofNanos(FLOW_DEFAULTS.tcpCloseNs()),
            "How long a closed TCP connection still takes late packets.");
    public static final Setting<Duration> UDP_INACTIVITY = key(
            "flow",
            "udp_inactivity",
            duration("1 s", "1 d"),
            Duration.ofNanos(FLOW_DEFAULTS.udpInactivityNs()),
            "How long UDP, ICMP and the like may be silent before the conversation counts as ended.");
    public static final Setting<OverlapPolicy> OVERLAP = key(
            "flow",
            "tcp_overlap",
            choice(OverlapPolicy.class),
            STREAM_DEFAULTS.policy(),
            "Which bytes count when TCP segments overlap; systems differ, so choose the one of most servers.");
    public static final Setting<Long> HELD_STREAM = key(
            "flow",
            "held_per_stream",
            size("16 KiB", "64 MiB"),
            (long) STREAM_DEFAULTS.heldPerStream(),
            "Memory for TCP segments of one direction that came before their turn.");
    public static final Setting<Long> HELD_ALL = key(
            "flow",
            "held_in_all",
            size("1 MiB", "2047 MiB"),
            (long) STREAM_DEFAULTS.heldInAll(),
            "Memory for such segments in all, and as much again for messages that are not finished.");

    public static final Setting<List<Digest>> FILE_DIGESTS = key(
            "protocol",
            "file_digests",
            choices(Digest.class),
            List.of(Digest.values()),
            "What is computed over the content of files. It is most of what a page or a file costs: on a link that is too fast for"
                    + " the machine leave MD5 out first. Spread files are found by SHA-256, and a list of bad files only by the"
                    + " digests that it has. Empty: none.");
    public static final Setting<Boolean> JA4S = key(
            "protocol",
            "ja4s",
            flag(),
            true,
            "Whether TLS servers get the fingerprint JA4S. Its licence allows use within your own organisation and"
                    + " restricts selling it as a service; see NOTICE.");

    public static final Setting<Boolean> RULES_BUILTIN =
            key("rules", "builtin", flag(), true, "Whether the Sigma rules that come with the sensor are in use.");
    public static final Setting<List<String>> RULES_FOLDERS = key(
            "rules",
            "folders",
            texts("paths of folders", 4096),
            List.of(),
            "Folders of further Sigma rules (.yml). `auscult rules check DIR` says what is wrong with them; while listening,"
                    + " changes are taken up within seconds and a file that became wrong keeps the rules it had.");
    public static final Setting<List<String>> RULES_OFF = key(
            "rules",
            "off",
            texts("ids or names of Sigma rules", 256),
            List.of(),
            "Sigma rules that are not in use, by id or name.");

    public static final Setting<Integer> GUESS_FAILURES = key(
            "detect",
            "guess_failures",
            number("failures", 2, 10_000),
            GuessLimits.DEFAULT.failures(),
            "Failed logons of one source at one service within the window that are told as guessing; as many sources that fail for one user are told too.");
    public static final Setting<Duration> GUESS_WINDOW = key(
            "detect",
            "guess_window",
            duration("1 m", "1 d"),
            Duration.ofNanos(GuessLimits.DEFAULT.windowNs()),
            "The window. What lies longer ago counts no more; it drains away evenly.");
    public static final Setting<Integer> GUESS_CERTAIN = key(
            "detect",
            "guess_certain",
            number("failures", 2, 10_000),
            GuessLimits.DEFAULT.certain(),
            "Failed logons within about a minute that make it high; at least guess_failures.");
    public static final Setting<Integer> GUESS_UNANSWERED = key(
            "detect",
            "guess_unanswered",
            number("tries", 2, 10_000),
            GuessLimits.DEFAULT.unanswered(),
            "Tries for one user within the window that are told where no answer can be seen.");
    public static final Setting<Integer> SPRAY_USERS = key(
            "detect",
            "spray_users",
            number("users", 2, 10_000),
            GuessLimits.DEFAULT.users(),
            "Users of one source who do not get in within the window that are told as spraying; twice as many are high.");
    public static final Setting<List<String>> LEAKED_ACCOUNTS = key(
            "detect",
            "leaked_accounts",
            texts("names of accounts", 512),
            List.of(),
            "Accounts whose passwords are known to have leaked: user, user@domain, DOMAIN\\\\user, or sha256:SALT:DIGEST of such a name in lower case, in hexadecimal digits. Their use is told.");
    public static final Setting<String> LEAKED_ACCOUNTS_FILE = key(
            "detect",
            "leaked_accounts_file",
            text("path of a file", 4096),
            "",
            "A file with more of them, one a line; empty lines and those that begin with # count for nothing.");

    public static final Setting<String> EVE = key(
            "output",
            "eve",
            text("path of a file, or - for standard output", 4096),
            "",
            "Alerts as EVE JSON, one a line, for a SIEM. Continued when it is there. Empty: not written.");
    public static final Setting<String> ZEEK = key(
            "output",
            "zeek",
            text("path of a folder, or - for standard output", 4096),
            "",
            "Zeek's logs as JSON lines, one file a log. Empty: not written.");
    public static final Setting<String> JOURNAL = key(
            "output",
            "journal",
            text("path of a folder", 4096),
            "",
            "The journal of alerts, from which outputs take up where they stopped. Empty: the folder auscult-journal beside"
                    + " the EVE file, none without one.");
    public static final Setting<Integer> RETENTION =
            key("output", "retention", number("days", 1, 3650), 90, "How long the journal keeps alerts.");

    public static final Setting<String> EXTRACT = key(
            "output",
            "extract",
            text("path of a folder", 4096),
            "",
            "Files seen in traffic, as the section extract says. They may be malicious, and private. Empty: not written.");

    public static final Setting<String> EVIDENCE = key(
            "output",
            "evidence",
            text("path of a folder", 4096),
            "",
            "The packets around alerts, as the section evidence says. They hold what people sent: keep them as you keep patient"
                    + " records. Empty: not written.");

    public static final Setting<Naming> EXTRACT_NAMES = key(
            "extract",
            "names",
            choice(Naming.class),
            Naming.FUID,
            "fuid: the protocol and the identifier in the log `files`. sha256: the digest of the content, so that each content is"
                    + " kept once.");
    public static final Setting<Long> EXTRACT_FILE_SIZE = key(
            "extract",
            "file_size",
            size("1 KiB", "1024 GiB"),
            100L << 20,
            "How much of one file is written; a longer one is incomplete.");
    public static final Setting<Long> EXTRACT_RUN_SIZE = key(
            "extract",
            "run_size",
            size("1 KiB", "1048576 GiB"),
            10L << 30,
            "How much is written in all until the sensor ends.");
    public static final Setting<Long> EXTRACT_MINUTE_SIZE = key(
            "extract",
            "minute_size",
            size("1 KiB", "1024 GiB"),
            1L << 30,
            "How much is written in a minute, live only.");
    public static final Setting<Integer> EXTRACT_FILES = key(
            "extract",
            "files",
            number("files", 1, 100_000_000),
            100_000,
            "How many files are written until the sensor ends.");
    public static final Setting<Long> EXTRACT_DISK_FREE = key(
            "extract",
            "disk_free",
            size("0 B", "1024 GiB"),
            2L << 30,
            "What stays free on the disk; with less, nothing is written.");
    public static final Setting<Boolean> EXTRACT_INCOMPLETE = key(
            "extract",
            "incomplete",
            flag(),
            true,
            "Whether files stay of which something is missing: not captured, or over a limit. Their names end in .incomplete.");
    public static final Setting<List<String>> EXTRACT_MIME_TYPES = key(
            "extract",
            "mime_types",
            texts("types as the log `files` has them, such as application/x-dosexec or image/*", 128),
            List.of(),
            "Only files of these types, judged by their content. Empty: all.");
    public static final Setting<List<Network>> EXTRACT_SENDERS =
            key("extract", "senders", networks(), List.of(), "Only what these hosts send. Empty: all.");
    public static final Setting<List<Network>> EXTRACT_RECEIVERS =
            key("extract", "receivers", networks(), List.of(), "Only what is sent to these hosts. Empty: all.");

    public static final Setting<String> STATE_FOLDER = key(
            "state",
            "folder",
            text("path of a folder", 4096),
            "",
            "Learned roles and first-seen tables, one file of at most 130 MiB; and what sources of indicators gave, some 90 bytes each. Empty: what is learned ends with the run, and indicators are asked for again.");
    public static final Setting<Duration> LEARNING_WINDOW = key(
            "learning",
            "window",
            duration("1 h", "90 d"),
            Knowledge.USUAL_WINDOW,
            "How long. Meanwhile first meetings are noted and not told; afterwards a pair that is new by an administrative protocol"
                    + " is told. Only time that was listened to counts; /health says when it ends.");
    public static final Setting<IpAddress> HTTP_BIND = key(
            "http",
            "bind",
            address(),
            IpAddress.parse("127.0.0.1"),
            "Address of /metrics and /health. Anything but loopback shows them to that network.");
    public static final Setting<Integer> HTTP_PORT =
            key("http", "port", number("port", 0, 65535), 9478, "Port of /metrics and /health; 0 switches them off.");

    public static final Setting<Duration> SILENCE = key(
            "health",
            "silence",
            duration("5 s", "7 d"),
            Duration.ofMinutes(1),
            "How long no packet may come before health turns amber; red at five times that. A mirror port is never silent.");

    static {
        EntryKeys.all().forEach(setting -> BY_KEY.put(setting.key(), setting));
        ShareSettings.all().forEach(setting -> BY_KEY.put(setting.key(), setting));
        FileKeys.all().forEach(setting -> BY_KEY.put(setting.key(), setting));
        EvidenceKeys.all().forEach(setting -> BY_KEY.put(setting.key(), setting));
        IndicatorKeys.all().forEach(setting -> BY_KEY.put(setting.key(), setting));
        for (ReceiverKind kind : Receivers.ALL) {
            kind.settings().forEach(setting -> BY_KEY.put(setting.key(), setting));
        }
    }

    private Keys() {}

    /** Section names in the order of the file, with their documentation. */
    static Map<String, String> sections() {
        return SECTIONS;
    }

    /** The settings of a section, by name, in the order of the file. */
    static Map<String, Setting<?>> of(String section) {
        Map<String, Setting<?>> settings = new LinkedHashMap<>();
        for (Setting<?> setting : BY_KEY.values()) {
            if (setting.section().equals(section)) {
                settings.put(setting.name(), setting);
            }
        }
        return settings;
    }

    static Set<String> names() {
        return BY_KEY.keySet();
    }

    static List<Setting<?>> all() {
        return new ArrayList<>(BY_KEY.values());
    }

    private static <T> Setting<T> key(String section, String name, ValueType<T> type, T fallback, String doc) {
        Setting<T> setting = new Setting<>(section, name, type, fallback, doc);
        BY_KEY.put(setting.key(), setting);
        return setting;
    }
}
