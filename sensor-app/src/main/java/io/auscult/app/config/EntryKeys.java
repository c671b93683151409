package io.auscult.app.config;

import static io.auscult.app.config.ValueTypes.choice;
import static io.auscult.app.config.ValueTypes.choices;
import static io.auscult.app.config.ValueTypes.date;
import static io.auscult.app.config.ValueTypes.flag;
import static io.auscult.app.config.ValueTypes.networks;
import static io.auscult.app.config.ValueTypes.parsed;
import static io.auscult.app.config.ValueTypes.text;
import static io.auscult.app.config.ValueTypes.texts;

import io.auscult.core.alert.Level;
import io.auscult.core.event.Network;
import io.auscult.rules.exception.PortRange;
import io.auscult.rules.exception.TimeWindow;
import io.auscult.rules.role.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The settings of an entry of {@code roles} and of {@code exceptions}; {@link Keys} takes them into its list. */
public final class EntryKeys {
    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<Role> ROLE =
            required(Keys.ROLES, "role", choice(Role.class), "What the hosts are there for.");
    public static final Setting<List<Network>> ROLE_ADDRESSES =
            required(Keys.ROLES, "addresses", networks(), "The hosts.");
    public static final Setting<String> ROLE_REASON =
            required(Keys.ROLES, "reason", text("a sentence", 500), "Why they have it.");
    public static final Setting<String> ROLE_AUTHOR =
            required(Keys.ROLES, "author", text("the name of a person", 100), "Who decided it.");
    public static final Setting<LocalDate> ROLE_EXPIRES = required(
            Keys.ROLES,
            "expires",
            date(),
            "The last day it holds. An expired role explains nothing and /health says so.");
    public static final Setting<Boolean> ROLE_HOLDS = optional(
            Keys.ROLES,
            "holds",
            flag(),
            true,
            "Whether they have it. false corrects what was learned: these hosts do not have this role.");

    public static final Setting<List<String>> EXCEPTION_RULES = required(
            Keys.EXCEPTIONS,
            "rules",
            texts("ids of rules, or areas", 256),
            "What is expected, as `auscult rules` lists it; scan, identity or lateral mean all of that area.");
    public static final Setting<List<Network>> EXCEPTION_SOURCE = optional(
            Keys.EXCEPTIONS, "source", networks(), List.of(), "Who does it. One of source, role and target is needed.");
    public static final Setting<List<Role>> EXCEPTION_ROLE =
            optional(Keys.EXCEPTIONS, "role", choices(Role.class), List.of(), "What those who do it are there for.");
    public static final Setting<List<Network>> EXCEPTION_TARGET = optional(
            Keys.EXCEPTIONS,
            "target",
            networks(),
            List.of(),
            "To whom. An alert about more hosts than it names is never held back by this.");
    public static final Setting<List<PortRange>> EXCEPTION_PORTS = optional(
            Keys.EXCEPTIONS,
            "ports",
            parsed("ports or ranges such as 443, 8000-8100", PortRange::parse),
            List.of(),
            "On which ports of the target. An alert about more ports than it names is never held back by this.");
    public static final Setting<List<TimeWindow>> EXCEPTION_TIMES = optional(
            Keys.EXCEPTIONS,
            "times",
            parsed("times with their zone, " + TimeWindow.EXPECTED, TimeWindow::parse),
            List.of(),
            "When. A night belongs to the day on which it begins; all that an alert tells of has to fall into it.");
    public static final Setting<Level> EXCEPTION_UP_TO = optional(
            Keys.EXCEPTIONS,
            "up_to",
            choice(Level.class),
            Level.CRITICAL,
            "The highest level that is held back: an alert that became worse is told.");
    public static final Setting<String> EXCEPTION_REASON =
            required(Keys.EXCEPTIONS, "reason", text("a sentence", 500), "Why this is to be expected.");
    public static final Setting<String> EXCEPTION_AUTHOR =
            required(Keys.EXCEPTIONS, "author", text("name of a person or team", 100), "Who decided it.");
    public static final Setting<LocalDate> EXCEPTION_EXPIRES = required(
            Keys.EXCEPTIONS,
            "expires",
            date(),
            "The last day it holds. An expired exception holds nothing back, alerts say so, and so does /health.");
    public static final Setting<Boolean> EXCEPTION_DRY_RUN = optional(
            Keys.EXCEPTIONS,
            "dry_run",
            flag(),
            false,
            "Whether it only counts what it would hold back, and all is told.");

    private EntryKeys() {}

    /** In the order of the file. */
    static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    /** It has to be there. */
    private static <T> Setting<T> required(String list, String name, ValueType<T> type, String doc) {
        return added(new Setting<>(list, name, type, null, doc));
    }

    private static <T> Setting<T> optional(String list, String name, ValueType<T> type, T fallback, String doc) {
        return added(new Setting<>(list, name, type, fallback, doc));
    }

    private static <T> Setting<T> added(Setting<T> setting) {
        ALL.add(setting);
        return setting;
    }
}
