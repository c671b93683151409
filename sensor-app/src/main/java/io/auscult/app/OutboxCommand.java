package io.auscult.app;

import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.DeadLetters;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalReader;
import io.auscult.export.Outbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult outbox}: what waits for each receiver, what it refused, what it has. */
@Command(
        name = "outbox",
        description = {
            "Tell what each receiver has got, what waits for it, and what it refused; try again what it refused.",
            "Works while the sensor runs, and when it does not."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult outbox --config /etc/auscult.yml               how all are doing",
            "  auscult outbox show siem --state waiting --config ...  what waits for one",
            "  auscult outbox show siem --state refused --config ...  what it refused, why",
            "  auscult outbox retry siem --all --config ...           try that again"
        },
        subcommands = {OutboxCommand.Show.class, OutboxCommand.Retry.class})
final class OutboxCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    JournalOption journal = new JournalOption();

    @Override
    public Integer call() {
        Path folder = journal.folder(spec);
        Terminal terminal = Terminal.of(1, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        List<String> receivers = receivers(folder);
        if (receivers.isEmpty()) {
            out.println("No receiver yet: " + folder + " holds no state of any.");
        } else {
            out.printf(Locale.ROOT, "%-24s %-9s %10s %8s %8s  %s%n", "", "", "delivered", "waiting", "refused", "last");
        }
        for (String receiver : receivers) {
            tell(out, receiver, state(folder, receiver), terminal);
        }
        out.flush();
        return ExitCode.FINISHED;
    }

    private static void tell(PrintWriter out, String receiver, Outbox.State state, Terminal terminal) {
        boolean fails = state.failingSince() != null;
        String word = "%-9s".formatted(fails ? "fails" : state.waiting() > 0 ? "delivers" : "up to date");
        String last = state.lastDelivered() == null ? "never" : TIME.format(state.lastDelivered());
        out.printf(
                Locale.ROOT,
                "%-24s %s %10d %8d %8d  %s%n",
                receiver,
                fails ? terminal.paint("31", word) : terminal.paint("32", word),
                state.delivered(),
                state.waiting(),
                state.dead(),
                last);
        if (fails) {
            out.println("  since " + TIME.format(state.failingSince()) + ": " + Wrapping.clean(state.failure()));
        }
        if (ChronoUnit.MINUTES.between(state.at(), Instant.now()) > 0) {
            out.println("  as of " + TIME.format(state.at()) + "; the sensor does not run, or has stood still since");
        }
    }

    private static List<String> receivers(Path folder) {
        try {
            return Outbox.receivers(folder);
        } catch (IOException e) {
            throw JournalOption.absent(folder);
        }
    }

    private static Outbox.State state(Path folder, String receiver) {
        try {
            Outbox.State state = new Outbox(folder, receiver).state();
            if (state != null) {
                return state;
            }
            List<String> known = receivers(folder);
            throw new IOException(receiver + ": unknown (expected: "
                    + (known.isEmpty() ? "a receiver; there is none yet" : "one of " + String.join(", ", known)) + ")");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
    }

    private static String line(JournalEntry entry) {
        return switch (entry) {
            case Alert alert ->
                time(alert.timeNs()) + "  alert     " + alert.id() + "  "
                        + Wrapping.clean(alert.rule().title() + ": " + alert.actor());
            case Incident incident ->
                time(incident.lastSeenNs()) + "  incident  " + incident.id() + "  "
                        + Wrapping.clean(incident.headline().getOrDefault("en", ""))
                        + " (" + incident.alerts() + " alerts)";
        };
    }

    private static String time(long ns) {
        return TIME.format(Instant.EPOCH.plusNanos(ns));
    }

    /** {@code outbox show}. */
    @Command(name = "show", description = "List single entries of a receiver.", sortOptions = false)
    static final class Show implements Callable<Integer> {
        private enum State {
            WAITING,
            REFUSED,
            DELIVERED
        }

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "RECEIVER", description = "As it is called in the configuration.")
        String receiver = "";

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "waiting, refused or delivered. Default: waiting.")
        State state = State.WAITING;

        @Option(names = "--last", paramLabel = "N", description = "The newest N of them. Default: 50.")
        int last = 50;

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            Path folder = journal.folder(spec);
            state(folder, receiver); // that there is one
            PrintWriter out = spec.commandLine().getOut();
            try {
                if (state == State.REFUSED) {
                    for (DeadLetters.Letter letter :
                            DeadLetters.of(folder, receiver).list()) {
                        out.println(line(letter.entry()));
                        out.println(
                                "    refused " + TIME.format(letter.since()) + ": " + Wrapping.clean(letter.reason()));
                    }
                } else {
                    entries(state == State.WAITING).forEach(out::println);
                }
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.INPUT, e);
            }
            out.flush();
            return ExitCode.FINISHED;
        }

        private List<String> entries(boolean isWaiting) throws IOException {
            Deque<String> newest = new ArrayDeque<>();
            try (JournalReader reader = journal.open(spec).backwards()) {
                long acknowledged = reader.acknowledged(receiver);
                JournalReader.Indexed each = reader.next();
                while (each != null && newest.size() < last) {
                    if (each.index() > acknowledged == isWaiting) {
                        newest.addFirst(line(each.entry()));
                    } else if (isWaiting) {
                        break; // all before it are delivered
                    }
                    each = reader.next();
                }
            }
            return new ArrayList<>(newest);
        }
    }

    /** {@code outbox retry}. */
    @Command(
            name = "retry",
            description = "Have the running sensor deliver again what a receiver refused.",
            sortOptions = false)
    static final class Retry implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "RECEIVER", description = "As it is called in the configuration.")
        String receiver = "";

        @Parameters(index = "1..*", paramLabel = "ID", description = "Of alerts or incidents, as `show` lists them.")
        @Nullable
        List<String> ids;

        @Option(names = "--all", description = "All of them.")
        boolean isAll;

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            if (isAll == (ids != null)) {
                throw new ParameterException(
                        spec.commandLine(), "ID, --all: " + (isAll ? "both" : "none") + " (expected: one of them)");
            }
            Path folder = journal.folder(spec);
            state(folder, receiver);
            try {
                List<String> keys = keys(folder);
                Outbox outbox = new Outbox(folder, receiver);
                for (String key : keys) {
                    outbox.retry(key);
                }
                PrintWriter out = spec.commandLine().getOut();
                out.println(keys.size() + (keys.size() == 1 ? " entry" : " entries") + " will be tried again.");
                out.flush();
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.OUTPUT, e);
            }
            return ExitCode.FINISHED;
        }

        private List<String> keys(Path folder) throws IOException {
            Map<String, List<String>> byId = new LinkedHashMap<>();
            for (DeadLetters.Letter letter : DeadLetters.of(folder, receiver).list()) {
                JournalEntry entry = letter.entry();
                byId.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry.key());
            }
            List<String> keys = new ArrayList<>();
            for (String id : ids == null ? byId.keySet() : ids) {
                List<String> found = byId.get(id);
                if (found == null) {
                    throw new ParameterException(
                            spec.commandLine(),
                            id + ": not refused (expected: an id that `auscult outbox show " + receiver
                                    + " --state refused` lists)");
                }
                keys.addAll(found);
            }
            return keys;
        }
    }
}
