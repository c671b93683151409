package io.auscult.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.app.share.AuditLine;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalReader;
import io.auscult.export.Previewed;
import io.auscult.export.share.AuditLog;
import io.auscult.export.share.Resolver;
import io.auscult.export.share.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  auscult share list --config /etc/auscult.yml            what waits for you",
            "  auscult share preview 3f9a02c1 --to region --config ... what would leave",
            "  auscult share approve 3f9a02c1 --to region --by \"A. Peeters\" --config ...",
            "  auscult share mark 3f9a02c1 --tlp red --by \"A. Peeters\" --config ...",
            "  auscult share log --verify --config ...                 was it touched?",
            "  auscult share resolve 240.17.3.9 --by \"A. Peeters\" --config ...  who is it?"
        },
        subcommands = {ShareApproveCommand.class, ShareDenyCommand.class, ShareMarkCommand.class})
final class ShareCommand implements Callable<Integer> {
    private static final int SHORT = 8; // characters of an id that a person types
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    @Command(name = "list", description = "List what waits for a person to approve it.", sortOptions = false)
    int list(@Mixin JournalOption journal) {
        return ShareWork.run(spec, journal, (policies, out) -> {
            int count = 0;
            for (String receiver : policies.receivers()) {
                for (Waiting waiting : policies.approvals(receiver).waiting()) {
                    tell(out, receiver, waiting);
                    count++;
                }
            }
            out.println(
                    count == 0
                            ? "Nothing waits for approval."
                            : "Look at one with `auscult share preview ID --to RECEIVER`, then `approve` or `deny` it.");
            return ExitCode.FINISHED;
        });
    }

    private static void tell(PrintWriter out, String receiver, Waiting waiting) {
        String id = waiting.incident();
        out.println(Wrapping.clean(id.substring(0, Math.min(SHORT, id.length())) + "  to " + receiver + "  since "
                + ShareWork.time(waiting.since()) + "  severity " + waiting.severity() + "/10, " + waiting.marking()));
        out.println("          " + Wrapping.clean(waiting.headline()) + " ("
                + ShareWork.count(waiting.alerts(), "alert") + ")");
    }

    @Command(
            name = "preview",
            description = "Show exactly what would leave of an incident. Sends nothing.",
            sortOptions = false)
    int preview(
            @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.") String incident,
            @Option(names = "--to", paramLabel = "RECEIVER", required = true, description = "To whom.") String receiver,
            @Option(
                            names = "--raw",
                            description =
                                    "Byte for byte, one after the other, and nothing besides. Without: JSON is indented.")
                    boolean isRaw,
            @Mixin JournalOption journal) {
        return ShareWork.run(spec, journal, (policies, out) -> {
            Incident found = ShareWork.incident(policies, incident, receiver);
            Waiting waiting =
                    policies.approvals(receiver).waiting(ShareWork.waitingId(policies, receiver, found, incident));
            String id = waiting == null ? found.id() : waiting.incident();
            List<JournalEntry> entries = policies.journal().between(id, waiting == null ? null : waiting.first(), null);
            ShareWork.with(policies, spec, journal, receiver, shared -> {
                List<Previewed.Document> documents = shared.preview(entries);
                PrintWriter err = spec.commandLine().getErr();
                err.println("auscult: " + Wrapping.clean(shared.verdict(found)));
                err.println("auscult: " + ShareWork.count(documents.size(), "document")
                        + (documents.isEmpty() ? ": " + receiver + " is not told of this" : ""));
                err.flush();
                for (int i = 0; i < documents.size(); i++) {
                    if (isRaw) {
                        out.println(documents.get(i).content());
                    } else {
                        show(out, i + 1, documents.size(), documents.get(i));
                    }
                }
            });
            return ExitCode.FINISHED;
        });
    }

    private static void show(PrintWriter out, int number, int of, Previewed.Document document) {
        String content = document.content();
        out.println("--- " + number + " of " + of + ": " + Wrapping.clean(document.where()) + " ("
                + content.getBytes(StandardCharsets.UTF_8).length + " bytes)");
        String text = content;
        if (content.startsWith("{")) {
            try {
                text = JSON.readTree(content).toPrettyString();
            } catch (JsonProcessingException e) {
                text = content; // looks like it, and is none
            }
        }
        text.lines().forEach(line -> out.println(Wrapping.clean(line))); // nothing can move the cursor or hide anything
    }

    @Command(
            name = "resolve",
            description = {
                "Tell who is behind a pseudonym, when somebody outside asks about it.",
                "Compares it with all that the journal knows, under every key there is. The log keeps who asked."
            },
            sortOptions = false)
    int resolve(
            @Parameters(
                            paramLabel = "PSEUDONYM",
                            description = "An address, a name or an id, as the receiver tells it.")
                    String pseudonym,
            @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who asks; the log keeps it.")
                    String by,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the log keeps it.") @Nullable
                    String reason,
            @Option(
                            names = "--names",
                            paramLabel = "FILE",
                            description =
                                    "Addresses, hosts or users, one a line, to compare as well: for what the journal has let go of.")
                    @Nullable
                    Path names,
            @Mixin JournalOption journal) {
        ShareWork.named(spec, by);
        return ShareWork.run(spec, journal, (policies, out) -> {
            Resolver resolver = policies.resolver(pseudonym);
            try (JournalReader reader = journal.open(spec)) {
                for (JournalReader.Indexed next = reader.next(); next != null; next = reader.next()) {
                    resolver.look(next.entry());
                }
            }
            if (names != null) {
                Files.readAllLines(names, StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .forEach(resolver::look);
            }
            String left = AuditLog.incident(policies.folder(), pseudonym);
            if (left != null) {
                resolver.look(left);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("pseudonym", pseudonym);
            values.put("by", by);
            values.put("reason", reason == null ? "" : reason);
            values.put("found", resolver.found().size());
            policies.log().add("resolved", values);
            for (Resolver.Found found : resolver.found()) {
                out.println(Wrapping.clean(found.what() + " " + found.original() + "  (" + found.key() + ")"));
            }
            if (resolver.found().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("auscult: " + Wrapping.clean(pseudonym)
                                + ": not found (expected: a pseudonym of somebody in the journal or in --names)");
            }
            return resolver.found().isEmpty() ? ExitCode.INPUT : ExitCode.FINISHED;
        });
    }

    @Command(
            name = "log",
            description = "What left, when, to whom, under which key, and who allowed it.",
            sortOptions = false)
    int log(
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "The newest N lines. Default: 50.")
                    int last,
            @Option(names = "--json", description = "As it is kept, with hashes.") boolean isJson,
            @Option(
                            names = "--verify",
                            description = "Tell whether lines were changed, taken out or cut off; exit code 4 when so.")
                    boolean isVerify,
            @Mixin JournalOption journal) {
        return ShareWork.run(spec, journal, (policies, out) -> {
            if (isVerify) {
                return verify(out, policies.folder());
            }
            List<String> lines = AuditLog.lines(policies.folder());
            for (String line : lines.subList(Math.max(0, lines.size() - Math.max(0, last)), lines.size())) {
                out.println(isJson ? line : Wrapping.clean(AuditLine.told(line)));
            }
            return ExitCode.FINISHED;
        });
    }

    private static int verify(PrintWriter out, Path folder) throws IOException {
        List<String> problems = AuditLog.verify(folder);
        problems.forEach(out::println);
        String head = AuditLog.head(folder);
        out.println(
                problems.isEmpty()
                        ? "The log is whole. Last line and its hash: " + (head == null ? "none" : head)
                        : "The log was touched.");
        return problems.isEmpty() ? ExitCode.FINISHED : ExitCode.DAMAGED;
    }
}
