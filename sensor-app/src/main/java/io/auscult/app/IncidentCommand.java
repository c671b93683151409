package io.auscult.app;

import io.auscult.app.config.Keys;
import io.auscult.app.config.Language;
import io.auscult.app.summary.Colour;
import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.core.alert.Light;
import io.auscult.core.event.LocalNets;
import io.auscult.export.OutputException;
import io.auscult.export.mail.Letters;
import io.auscult.export.nis2.Clock;
import io.auscult.export.nis2.Nis2Document;
import io.auscult.export.nis2.Stage;
import io.auscult.export.page.Document;
import io.auscult.export.page.DocumentHtml;
import io.auscult.export.page.DocumentMarkdown;
import io.auscult.export.page.Voice;
import io.auscult.export.report.IncidentNotes;
import io.auscult.export.report.IncidentNotes.Kind;
import io.auscult.export.report.IncidentNotes.Note;
import io.auscult.export.report.IncidentNotes.Said;
import io.auscult.export.report.JournalIncidents;
import io.auscult.export.report.KnownIncident;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
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

/** {@code auscult incident}: what the journal knows of incidents, what people say of them, and the reports of NIS2. */
@Command(
        name = "incident",
        description = {
            "List incidents, show one, draft its NIS2 reports, and say that it is known or dealt with.",
            "Works while the sensor runs, and when it does not."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult incident list --config /etc/auscult.yml",
            "  auscult incident show 3f2a --config ...       the beginning of an id will do",
            "  auscult incident aware 3f2a --at '2026-11-22 08:15' --config ...",
            "  auscult incident report 3f2a --stage early-warning --out w.html --config ...",
            "  auscult incident notified 3f2a --stage early-warning --config ...",
            "  auscult incident close 3f2a --by 'A. Maes' --note 'Reinstalled' --config ..."
        },
        subcommands = {
            IncidentCommand.ListAll.class,
            IncidentCommand.Show.class,
            IncidentCommand.ReportOne.class,
            IncidentCommand.Aware.class,
            IncidentCommand.Notified.class,
            IncidentCommand.Close.class,
            IncidentCommand.Reopen.class
        })
final class IncidentCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** What all of them need. */
    abstract static class Part implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        JournalOption journal = new JournalOption();

        CommandSpec spec() {
            return spec;
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        List<KnownIncident> all() {
            try (JournalReader reader = journal.open(spec)) {
                return JournalIncidents.of(reader);
            }
        }

        KnownIncident one(String id) {
            List<KnownIncident> found = all().stream()
                    .filter(each -> each.latest().id().startsWith(id)
                            || each.latest().formerIds().contains(id))
                    .toList();
            if (found.size() != 1 || id.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        id + ": " + (found.isEmpty() ? "unknown" : found.size() + " incidents")
                                + " (expected: an id, or its beginning, as `incident list` shows it)");
            }
            try (JournalReader reader = journal.open(spec)) {
                return JournalIncidents.whole(reader, found.getFirst());
            }
        }

        IncidentNotes notes() {
            return new IncidentNotes(journal.folder(spec));
        }

        Said said() {
            try {
                return notes().said();
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.INPUT, e);
            }
        }

        Voice voice(Language asked) {
            Language language = asked == Language.AUTO
                    ? journal.configuration().get(Keys.LANGUAGE).resolve(System.getenv())
                    : asked;
            return new Voice(language.code(), ZoneId.systemDefault(), new Words()::in);
        }

        Stage stage(String key) {
            for (Stage each : Stage.values()) {
                if (each.key().equals(key)) {
                    return each;
                }
            }
            throw new ParameterException(
                    spec.commandLine(), "--stage: " + key + " (expected: early-warning, notification or final)");
        }

        Clock clock(KnownIncident known, Instant now) {
            long toldNs = known.redNs() == 0 ? known.noticedNs() : known.redNs();
            Instant aware = Instant.ofEpochSecond(0, toldNs);
            boolean isAssumed = true;
            Map<Stage, Instant> sent = new EnumMap<>(Stage.class);
            for (Note note : said().of(known)) {
                Instant at = Instant.ofEpochMilli(note.atMs());
                switch (note.kind()) {
                    case AWARE -> {
                        aware = at;
                        isAssumed = false;
                    }
                    case WARNED -> sent.put(Stage.EARLY_WARNING, at);
                    case NOTIFIED -> sent.put(Stage.NOTIFICATION, at);
                    case REPORTED -> sent.put(Stage.FINAL, at);
                    case CLOSED, REOPENED -> {}
                }
            }
            return new Clock(aware, isAssumed, sent, now);
        }

        /** By the clock of this machine, unless an offset is given. */
        Instant time(String text) {
            String iso = text.strip().replaceFirst(" ", "T");
            try {
                return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso)
                                .atZone(ZoneId.systemDefault())
                                .toInstant();
            } catch (DateTimeException e) {
                throw new ParameterException(
                        spec.commandLine(), text + ": no time (expected: such as 2026-11-22 08:15)", e);
            }
        }
    }

    /** {@code incident list}. */
    @Command(name = "list", description = "List incidents, the latest last.", sortOptions = false)
    static final class ListAll extends Part {
        @Option(names = "--last", paramLabel = "N", description = "The latest N of them. Default: 50.")
        int last = 50;

        @Option(names = "--open", description = "Only those that nobody has closed.")
        boolean isOpen;

        @Option(names = "--red", description = "Only those that somebody has to act on.")
        boolean isRed;

        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, nl, fr or auto.")
        Language language = Language.AUTO;

        @Override
        public Integer call() {
            Voice voice = voice(language);
            Terminal terminal = Terminal.of(1, System.getenv());
            Said said = said();
            List<KnownIncident> wanted = all().stream()
                    .filter(each -> !isRed || each.latest().light() == Light.RED)
                    .filter(each -> !isOpen || said.isOpen(each))
                    .limit(last)
                    .toList();
            if (wanted.isEmpty()) {
                out().println(voice.get("list.none"));
            }
            for (KnownIncident each : wanted.reversed()) {
                Incident incident = each.latest();
                boolean isClosed = !said.isOpen(each);
                String light =
                        "%-6s".formatted(voice.get("light." + incident.light().key()));
                out().println(voice.time(incident.lastSeenNs()) + "  "
                        + terminal.paint(Colour.of(incident.light()).foreground(), light) + " "
                        + "%2d/10".formatted(incident.severity()) + "  " + incident.id() + "  "
                        + Wrapping.clean(
                                incident.headline().getOrDefault(voice.language(), "") + ", " + incident.actor())
                        + (isClosed ? "  [" + voice.get("closed") + "]" : ""));
            }
            out().flush();
            return ExitCode.FINISHED;
        }
    }

    /** {@code incident show}. */
    @Command(name = "show", description = "Tell all of one incident.", sortOptions = false)
    static final class Show extends Part {
        @Parameters(paramLabel = "ID", description = "As `list` shows it, or its beginning.")
        String id = "";

        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, nl, fr or auto.")
        Language language = Language.AUTO;

        @Override
        public Integer call() {
            Voice voice = voice(language);
            KnownIncident known = one(id);
            out().print(Letters.plain(known.latest(), voice));
            for (Note note : said().of(known)) {
                out().println("- " + voice.minute(Instant.ofEpochMilli(note.atMs())) + " "
                        + voice.get("said." + note.kind().name().toLowerCase(Locale.ROOT))
                        + Wrapping.clean((note.by().isEmpty() ? "" : ", " + note.by())
                                + (note.text().isEmpty() ? "" : ": " + note.text())));
            }
            out().flush();
            return ExitCode.FINISHED;
        }
    }

    /** {@code incident report}. */
    @Command(
            name = "report",
            description = "Draft a report of NIS2, article 23: what is known is filled in, the rest is blank.",
            sortOptions = false)
    static final class ReportOne extends Part {
        private enum Format {
            HTML,
            MD
        }

        @Parameters(paramLabel = "ID", description = "As `list` shows it, or its beginning.")
        String id = "";

        @Option(
                names = "--stage",
                required = true,
                paramLabel = "STAGE",
                description = "early-warning (24 h), notification (72 h) or final (a month).")
        String stage = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "html or md. Default: as --out ends, else html.")
        @Nullable
        Format format;

        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, nl, fr or auto.")
        Language language = Language.AUTO;

        @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output.")
        @Nullable
        Path file;

        @Option(names = "--now", hidden = true, description = "The time it is, for tests.")
        @Nullable
        String now;

        @Override
        public Integer call() {
            Stage wanted = stage(stage);
            Voice voice = voice(language);
            KnownIncident known = one(id);
            LocalNets localNets = new LocalNets(journal.configuration().get(Keys.LOCAL_NETS));
            Document document = Nis2Document.of(
                    known.latest(), wanted, clock(known, now == null ? Instant.now() : time(now)), localNets, voice);
            boolean isMarkdown = format == Format.MD
                    || format == null && file != null && file.toString().endsWith(".md");
            String foot = voice.get("nis2.foot");
            String text = isMarkdown ? DocumentMarkdown.write(document, foot) : DocumentHtml.write(document, foot);
            if (file == null) {
                out().print(text);
                out().flush();
                return ExitCode.FINISHED;
            }
            try {
                Files.writeString(file, text, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.OUTPUT, String.valueOf(new OutputException(file.toString(), e).getMessage()), e);
            }
            return ExitCode.FINISHED;
        }
    }

    /** Something a person says of an incident. */
    abstract static class Saying extends Part {
        @Parameters(paramLabel = "ID", description = "As `list` shows it, or its beginning.")
        String id = "";

        @Option(names = "--at", paramLabel = "TIME", description = "Such as '2026-11-22 08:15'. Default: now.")
        @Nullable
        String at;

        @Option(names = "--by", paramLabel = "NAME", description = "Who says so. Default: the user of this command.")
        String by = System.getProperty("user.name", "");

        @Option(names = "--note", paramLabel = "TEXT", description = "Why, in a few words.")
        String note = "";

        abstract Kind kind();

        @Override
        public Integer call() {
            Kind kind = kind();
            KnownIncident known = one(id);
            long nowMs = System.currentTimeMillis();
            long atMs = at == null ? nowMs : time(at).toEpochMilli();
            try {
                notes().add(new Note(known.latest().id(), kind, atMs, nowMs, by, note));
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.OUTPUT, "notes: " + e.getMessage(), e);
            }
            tell(known);
            return ExitCode.FINISHED;
        }

        /** What came of it. */
        void tell(KnownIncident known) {}
    }

    /** What the deadlines of NIS2 depend on. */
    abstract static class Deadline extends Saying {
        @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, nl, fr or auto.")
        Language language = Language.AUTO;

        /** The clock as it is now. */
        @Override
        void tell(KnownIncident known) {
            Voice voice = voice(language);
            Clock clock = clock(known, Instant.now());
            for (Stage each : Stage.values()) {
                Instant due = clock.due(each, voice.zone());
                out().println(voice.get("nis2.title." + each.key()) + "  "
                        + (clock.isOpen(each) ? voice.minute(due) + " " + voice.zoneAt(due) + ", " : "")
                        + clock.left(each, voice));
            }
            out().flush();
        }
    }

    /** {@code incident aware}. */
    @Command(
            name = "aware",
            description = "Say when somebody became aware of an incident: the deadlines of NIS2 count from there.",
            sortOptions = false)
    static final class Aware extends Deadline {
        @Override
        Kind kind() {
            return Kind.AWARE;
        }
    }

    /** {@code incident notified}. */
    @Command(
            name = "notified",
            description =
                    "Say when a report was sent: it is no longer due, and the month of the final one counts from the notification.",
            sortOptions = false)
    static final class Notified extends Deadline {
        @Option(
                names = "--stage",
                paramLabel = "STAGE",
                description = "early-warning, notification or final. Default: ${DEFAULT-VALUE}")
        String stage = Stage.NOTIFICATION.key();

        @Override
        Kind kind() {
            return switch (stage(stage)) {
                case EARLY_WARNING -> Kind.WARNED;
                case NOTIFICATION -> Kind.NOTIFIED;
                case FINAL -> Kind.REPORTED;
            };
        }
    }

    /** {@code incident close}. */
    @Command(
            name = "close",
            description = "Say that what was recommended is done: reports do not list it as open any more.",
            sortOptions = false)
    static final class Close extends Saying {
        @Override
        Kind kind() {
            return Kind.CLOSED;
        }
    }

    /** {@code incident reopen}. */
    @Command(name = "reopen", description = "Say that it is not done after all.", sortOptions = false)
    static final class Reopen extends Saying {
        @Override
        Kind kind() {
            return Kind.REOPENED;
        }
    }
}
