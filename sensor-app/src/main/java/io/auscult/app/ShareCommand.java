package io.auscult.app;

import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.share.Policies;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Incident;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.share.AuditLog;
import io.auscult.export.share.Decision;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import io.auscult.export.share.SharedExporter;
import io.auscult.export.share.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
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

/** {@code auscult share}: what leaves the hospital. */
@Command(
        name = "share",
        description = {
            "Look at what would leave the hospital, approve or deny it, and read the log of what left.",
            "Works while the sensor runs, which takes up a decision within seconds."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult share list --config /etc/auscult.yml                        what waits for a person",
            "  auscult share preview 3f9a02c1 --to region --config ...             exactly what would leave",
            "  auscult share approve 3f9a02c1 --to region --by \"A. Peeters\" --config ...",
            "  auscult share mark 3f9a02c1 --tlp red --by \"A. Peeters\" --config ... tell it to fewer",
            "  auscult share log --verify --config ...                             whether the log was touched"
        },
        subcommands = {
            ShareCommand.Waits.class,
            ShareCommand.Preview.class,
            ShareCommand.Approve.class,
            ShareCommand.Deny.class,
            ShareCommand.Mark.class,
            ShareCommand.Log.class
        })
final class ShareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** What a command does with the policies; the disk may fail. */
    private interface Work {
        int run(Policies policies) throws IOException;
    }

    private static int with(CommandSpec spec, JournalOption journal, Work work) {
        try {
            return work.run(new Policies(journal.configuration(), journal.folder(spec)));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Incident incident(Policies policies, String id) throws IOException {
        Incident found = policies.journal().latest(id);
        if (found == null) {
            throw new IOException(id + ": no such incident in the journal (expected: an id, or how one begins)");
        }
        return found;
    }

    private static void known(Policies policies, String receiver) {
        if (!policies.receivers().contains(receiver)) {
            throw new IllegalArgumentException("--to: " + receiver + " (expected: a receiver that a policy names: "
                    + String.join(", ", policies.receivers()) + ")");
        }
    }

    /** {@code share list}. */
    @Command(name = "list", description = "List what waits for a person to approve it.", sortOptions = false)
    static final class Waits implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            return with(spec, journal, policies -> {
                PrintWriter out = spec.commandLine().getOut();
                int count = 0;
                for (String receiver : policies.receivers()) {
                    for (Waiting waiting : policies.approvals(receiver).waiting()) {
                        out.println(Wrapping.clean(waiting.incident() + "  to " + receiver + ", severity "
                                + waiting.severity() + ", " + waiting.marking() + ", since " + waiting.since()));
                        out.println("    " + Wrapping.clean(waiting.headline()) + " (" + waiting.alerts() + " alerts)");
                        count++;
                    }
                }
                if (count == 0) {
                    out.println("Nothing waits for approval.");
                }
                out.flush();
                return ExitCode.FINISHED;
            });
        }
    }

    /** {@code share preview}. */
    @Command(
            name = "preview",
            description = "Show exactly what would leave of an incident. Sends nothing.",
            sortOptions = false)
    static final class Preview implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.")
        String incident = "";

        @Option(names = "--to", paramLabel = "RECEIVER", required = true, description = "To whom.")
        String receiver = "";

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            return with(spec, journal, policies -> {
                known(policies, receiver);
                PrintWriter out = spec.commandLine().getOut();
                Incident found = incident(policies, incident);
                for (Receivers.Opened opened : Receivers.open(
                        journal.configuration(),
                        ReceiverWiring.context(journal.configuration(), journal.folder(spec), index -> null))) {
                    try (Exporter exporter = opened.exporter()) {
                        if (exporter.name().equals(receiver)) {
                            SharedExporter shared = policies.shared(exporter);
                            spec.commandLine().getErr().println("auscult: " + shared.verdict(found));
                            out.print(visible(shared.preview(found)));
                        }
                    }
                }
                out.flush();
                return ExitCode.FINISHED;
            });
        }

        /** Lines stay; nothing can move the cursor or hide anything. */
        private static String visible(String text) {
            return text.lines().map(line -> Wrapping.clean(line) + "\n").reduce("", String::concat);
        }
    }

    /** {@code share approve}. */
    @Command(name = "approve", description = "Let an incident leave.", sortOptions = false)
    static final class Approve implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        Decided decided = new Decided();

        @Override
        public Integer call() {
            return decided.decide(spec, true);
        }
    }

    /** {@code share deny}. */
    @Command(name = "deny", description = "Keep an incident; what left before is not called back.", sortOptions = false)
    static final class Deny implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        Decided decided = new Decided();

        @Override
        public Integer call() {
            return decided.decide(spec, false);
        }
    }

    /** What approve and deny share. */
    static final class Decided {
        @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.")
        String incident = "";

        @Option(names = "--to", paramLabel = "RECEIVER", required = true, description = "To whom.")
        String receiver = "";

        @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides; the log keeps it.")
        String by = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the log keeps it.")
        String reason = "";

        @Mixin
        JournalOption journal = new JournalOption();

        int decide(CommandSpec spec, boolean isApproved) {
            if (by.isBlank()) {
                throw new ParameterException(spec.commandLine(), "--by: empty (expected: a name)");
            }
            return with(spec, journal, policies -> {
                known(policies, receiver);
                Incident found = incident(policies, incident);
                String id = waitingId(policies, found);
                Waiting waiting = policies.approvals(receiver).waiting(id);
                Marking marking = policies.markings().of(found);
                Decision decision = new Decision(
                        isApproved,
                        by,
                        policies.now(),
                        reason,
                        Math.max(found.alerts(), waiting == null ? 0 : waiting.alerts()),
                        Math.max(found.severity(), waiting == null ? 0 : waiting.severity()),
                        waiting == null ? marking : waiting.marking().raisedTo(marking));
                policies.approvals(receiver).decide(id, decision);
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("to", receiver);
                values.put("incident", id);
                values.put("by", by);
                values.put("reason", reason);
                values.put("severity", decision.severity());
                values.put("tlp", decision.marking().tlp().tag());
                policies.log().add(isApproved ? "approved" : "denied", values);
                PrintWriter out = spec.commandLine().getOut();
                out.println(Wrapping.clean(id + (isApproved ? " may leave to " : " does not leave to ") + receiver
                        + ": " + found.headline().getOrDefault("en", "")));
                out.flush();
                return ExitCode.FINISHED;
            });
        }

        /** The incident itself, or the part of it that waits since before the parts were put together. */
        private String waitingId(Policies policies, Incident found) throws IOException {
            for (String former : found.formerIds()) {
                if (former.startsWith(incident) && policies.approvals(receiver).waiting(former) != null) {
                    return former;
                }
            }
            return found.id();
        }
    }

    /** {@code share mark}. */
    @Command(
            name = "mark",
            description = "Mark an incident more strictly than it would be, for all receivers.",
            sortOptions = false)
    static final class Mark implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.")
        String incident = "";

        @Option(
                names = "--tlp",
                paramLabel = "TLP",
                required = true,
                description = "green, amber, amber+strict or red.")
        String tlp = "";

        @Option(names = "--pap", paramLabel = "PAP", description = "green, amber or red. Default: as it is.")
        String pap = "clear";

        @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides; the log keeps it.")
        String by = "";

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            Tlp wanted = Tlp.parse(tlp, Tlp.CLEAR);
            if (wanted == Tlp.CLEAR) {
                throw new ParameterException(
                        spec.commandLine(), "--tlp: " + tlp + " (expected: green, amber, amber+strict or red)");
            }
            return with(spec, journal, policies -> {
                Incident found = incident(policies, incident);
                Marking marking = new Marking(wanted, Pap.of(pap));
                policies.markings().raise(found.id(), marking, by);
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("incident", found.id());
                values.put("by", by);
                values.put("tlp", wanted.tag());
                values.put("pap", pap);
                policies.log().add("marked", values);
                spec.commandLine()
                        .getOut()
                        .println(found.id() + " is " + policies.markings().of(found) + " from now on.");
                spec.commandLine().getOut().flush();
                return ExitCode.FINISHED;
            });
        }
    }

    /** {@code share log}. */
    @Command(
            name = "log",
            description = "What left, when, to whom, under which key, and who allowed it.",
            sortOptions = false)
    static final class Log implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(names = "--last", paramLabel = "N", description = "The newest N lines. Default: 50.")
        int last = 50;

        @Option(
                names = "--verify",
                description = "Tell whether lines were changed, taken out or cut off; exit code 4 when so.")
        boolean isVerify;

        @Mixin
        JournalOption journal = new JournalOption();

        @Override
        public Integer call() {
            return with(spec, journal, policies -> {
                PrintWriter out = spec.commandLine().getOut();
                int exit = isVerify ? verify(out, policies) : ExitCode.FINISHED;
                if (!isVerify) {
                    List<String> lines = AuditLog.lines(policies.folder());
                    lines.subList(Math.max(0, lines.size() - last), lines.size())
                            .forEach(out::println);
                }
                out.flush();
                return exit;
            });
        }

        private static int verify(PrintWriter out, Policies policies) throws IOException {
            List<String> problems = AuditLog.verify(policies.folder());
            problems.forEach(out::println);
            @Nullable String head = AuditLog.head(policies.folder());
            out.println(
                    problems.isEmpty()
                            ? "The log is whole. Last line and its hash: " + (head == null ? "none" : head)
                            : "The log was touched.");
            return problems.isEmpty() ? ExitCode.FINISHED : ExitCode.DAMAGED;
        }
    }
}
