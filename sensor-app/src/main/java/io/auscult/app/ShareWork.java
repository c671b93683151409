package io.auscult.app;

import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.share.AuditLine;
import io.auscult.app.share.Policies;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.export.Exporter;
import io.auscult.export.share.SharedExporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands of {@code auscult share} have in common. Stateless. */
final class ShareWork {
    /** What a command does with the policies; the disk may fail. */
    interface Work {
        int run(Policies policies, PrintWriter out) throws IOException;
    }

    /** What a command does with a receiver. */
    interface Look {
        void at(SharedExporter shared) throws IOException;
    }

    private ShareWork() {}

    static int run(CommandSpec spec, JournalOption journal, Work work) {
        try {
            Path folder = journal.folder(spec);
            Policies policies = new Policies(journal.configuration(), folder);
            if (!JournalReader.isJournal(folder) && !Files.isDirectory(policies.folder())) { // nothing is made here
                throw JournalOption.absent(folder);
            }
            checkUser(policies.folder());
            PrintWriter out = spec.commandLine().getOut();
            int exit = work.run(policies, out);
            out.flush();
            return exit;
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    ExitCode.INPUT, e.getMessage() + ": may not be read (expected: run as the sensor's user)", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    /** What another user writes here, the sensor could not read. */
    private static void checkUser(Path folder) throws IOException {
        String user = System.getProperty("user.name", "?");
        if (Files.isReadable(folder) && !user.equals("?")) {
            String owner = Files.getOwner(folder).getName();
            if (!owner.equals(user)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        folder + ": belongs to " + owner + " (expected: run as that user: sudo -u " + owner
                                + " auscult share ...)",
                        null);
            }
        }
    }

    /** @param receiver that a policy must name */
    static Incident incident(Policies policies, String id, String receiver) throws IOException {
        if (!policies.receivers().contains(receiver)) {
            throw new IllegalArgumentException("--to: " + receiver + " (expected: a receiver that a policy names: "
                    + String.join(", ", policies.receivers()) + ")");
        }
        return incident(policies, id);
    }

    static Incident incident(Policies policies, String id) throws IOException {
        Incident found = policies.journal().latest(id);
        if (found == null) {
            throw new IOException(id + ": no such incident in the journal (expected: an id, or how one begins)");
        }
        return found;
    }

    /** The incident itself, or the part of it that waits since before the parts were put together, when that was meant. */
    static String waitingId(Policies policies, String receiver, Incident found, String meant) throws IOException {
        for (String former : found.formerIds()) {
            if (former.startsWith(meant) && policies.approvals(receiver).waiting(former) != null) {
                return former;
            }
        }
        return found.id();
    }

    /** @param receiver one that a policy names; it is connected to nobody */
    static void with(Policies policies, CommandSpec spec, JournalOption journal, String receiver, Look look)
            throws IOException {
        for (Receivers.Opened opened : Receivers.open(
                journal.configuration(),
                ReceiverWiring.context(journal.configuration(), journal.folder(spec), index -> null))) {
            try (Exporter exporter = opened.exporter()) {
                if (exporter.name().equals(receiver)) {
                    look.at(policies.shared(exporter));
                }
            }
        }
    }

    static void named(CommandSpec spec, String by) {
        if (by.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--by: empty (expected: a name)");
        }
    }

    /** By this machine's clock. */
    static String time(Instant at) {
        return AuditLine.TIME.format(at);
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
