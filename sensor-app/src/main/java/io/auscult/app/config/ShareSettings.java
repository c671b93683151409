package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.choice;
import static io.auscult.app.config.ValueTypes.choices;
import static io.auscult.app.config.ValueTypes.duration;
import static io.auscult.app.config.ValueTypes.number;
import static io.auscult.app.config.ValueTypes.parsed;
import static io.auscult.app.config.ValueTypes.secrets;
import static io.auscult.app.config.ValueTypes.text;
import static io.auscult.app.config.ValueTypes.texts;

import io.auscult.core.indicator.Tlp;
import io.auscult.export.Secret;
import io.auscult.export.share.Approval;
import io.auscult.export.share.FieldGroup;
import io.auscult.export.share.Pap;
import io.auscult.export.share.SharePolicy;
import io.auscult.export.share.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The settings of {@code share} and of the entries of {@code policies}; {@link Keys} takes them into its list. */
public final class ShareSettings {
    static final String SHARE = "share";
    static final String POLICIES = "policies";

    static final String SHARE_DOC =
            "What leaves the hospital, and under which names. docs/sharing.md says how to begin.";
    static final String POLICIES_DOC =
            "Which receivers get pseudonyms in place of addresses and names of yours, what else they get, and when a person has to"
                    + " approve. A receiver that no policy names gets everything as it is.";
    static final String EXAMPLE = """
            - to:
                - region
              minimum_severity: 5
              approval: above
              approve_from: 8
            """;

    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<String> FOLDER = added(
            SHARE,
            "folder",
            text("path of a folder", 4096),
            "",
            "Keys of pseudonyms, what waits for approval, and the log of what left. Empty: the folder `share` in state.folder, or"
                    + " without one in the folder of the journal.");
    public static final Setting<List<String>> DOMAINS = added(
            SHARE,
            "domains",
            texts("your domains, such as hospital.example", 253),
            List.of(),
            "Names under these leave as pseudonyms. Name all that you have: another name on the Internet leaves as it is.");
    public static final Setting<Tlp> TLP = added(
            SHARE, "tlp", choice(Tlp.class), Tlp.AMBER, "Traffic Light Protocol of what nothing else is said of.");
    public static final Setting<Pap> PAP = added(
            SHARE,
            "pap",
            choice(Pap.class),
            Pap.AMBER,
            "Permissible Actions Protocol of what nothing else is said of.");
    public static final Setting<List<AreaTlp>> STRICTER = added(
            SHARE,
            "stricter",
            parsed("an area or id of rules, a blank and a TLP, such as: medical red", AreaTlp::parse),
            List.of(),
            "What is marked more strictly than tlp says. What was noticed by an indicator is at least as strict as that.");
    public static final Setting<List<Secret>> OWN_KEYS = added(
            SHARE,
            "keys",
            secrets("file:/path or env:NAME, where 64 hexadecimal digits stand"),
            List.of(),
            "Keys of pseudonyms that you made yourself, such as one for all your sensors: the first is for new incidents, the others for those that had them. Empty: the sensor makes its own, in share.folder.");
    public static final Setting<Duration> ROTATION = added(
            SHARE,
            "rotation",
            duration("1 d", "3650 d"),
            Duration.ofDays(180),
            "How long a key that the sensor made is for new incidents. One that goes on keeps its key.");

    public static final Setting<List<String>> TO =
            required("to", texts("names of receivers", 32), "For which receivers, each in one policy at most.");
    public static final Setting<Integer> SEVERITY = added(
            POLICIES,
            "minimum_severity",
            number("severity", 0, 10),
            SharePolicy.DEFAULT.minimumSeverity(),
            "What is less severe does not leave.");
    public static final Setting<Tlp> MOST = added(
            POLICIES,
            "tlp",
            choice(Tlp.class),
            SharePolicy.DEFAULT.most().tlp(),
            "What is marked more strictly does not leave without approval.");
    public static final Setting<Pap> MOST_PAP = added(
            POLICIES,
            "pap",
            choice(Pap.class),
            SharePolicy.DEFAULT.most().pap(),
            "The same for what may be done with it.");
    public static final Setting<List<FieldGroup>> FIELDS = added(
            POLICIES,
            "fields",
            choices(FieldGroup.class),
            Arrays.stream(FieldGroup.values())
                    .filter(FieldGroup.DEFAULT::contains)
                    .toList(),
            "Which parts leave, besides rule, technique, times, counts, outcome and severity, which always do.");
    public static final Setting<Approval> APPROVAL = added(
            POLICIES,
            "approval",
            choice(Approval.class),
            SharePolicy.DEFAULT.approval(),
            "When a person has to approve an incident: always, above (tlp and pap of this policy, or approve_from), or never; then what is"
                    + " above stays.");
    public static final Setting<Integer> APPROVE_FROM = added(
            POLICIES,
            "approve_from",
            number("severity", 0, 11),
            SharePolicy.DEFAULT.approveFrom(),
            "With approval: above, from which severity on a person has to approve; 11: none.");
    public static final Setting<Updates> UPDATES = added(
            POLICIES,
            "updates",
            choice(Updates.class),
            SharePolicy.DEFAULT.updates(),
            "When an approved incident grows: follow sends it, graver asks again once it is more severe or more strictly marked than what"
                    + " was approved, ask asks each time.");

    private ShareSettings() {}

    /**
     * A stricter marking for some rules. Immutable.
     *
     * @param rules an area or id
     */
    public record AreaTlp(String rules, Tlp tlp) {
        private static AreaTlp parse(String text) {
            String[] parts = text.strip().split("\\s+");
            Tlp tlp = parts.length == 2 ? Tlp.parse(parts[1], Tlp.CLEAR) : Tlp.CLEAR;
            if (parts.length != 2 || tlp == Tlp.CLEAR) {
                throw new IllegalArgumentException(text);
            }
            return new AreaTlp(parts[0], tlp);
        }

        @Override
        public String toString() {
            return rules + " " + tlp.tag().substring("tlp:".length());
        }
    }

    /** In the order of the file. */
    static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Setting<T> required(String name, ValueType<T> type, String doc) {
        Setting<T> setting = new Setting<>(POLICIES, name, type, null, doc);
        ALL.add(setting);
        return setting;
    }

    private static <T> Setting<T> added(String section, String name, ValueType<T> type, T fallback, String doc) {
        Setting<T> setting = new Setting<>(section, name, type, fallback, doc);
        ALL.add(setting);
        return setting;
    }
}
