package io.auscult.app;

import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult protocols}: what is read, and what is said of it. */
@Command(
        name = "protocols",
        description = "List the protocols that are read, with the events and fields of each.",
        footerHeading = "%nExamples:%n",
        footer = {"  auscult protocols", "  auscult protocols smb krb", "  auscult protocols --json | jq .name"})
final class ProtocolsCommand implements Callable<Integer> {
    static final String RECOGNISED_ONLY = "Recognised only: `service` in `conn` names it.";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROTOCOL", arity = "0..*", description = "Only these, with all their fields.")
    List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "Print them as JSON, one protocol a line.")
    boolean isJson;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Terminal terminal = Terminal.of(1, System.getenv());
        List<Protocol> wanted = names.isEmpty()
                ? Protocols.ALL
                : names.stream().map(ProtocolsCommand::find).toList();
        for (Protocol protocol : wanted) {
            if (isJson) {
                out.println(ProtocolJson.of(protocol));
            } else {
                print(protocol, !names.isEmpty(), terminal, out);
            }
        }
        if (!isJson && names.isEmpty()) {
            out.println();
            out.println("`auscult protocols NAME` tells what each field means.");
        }
        out.flush();
        return ExitCode.FINISHED;
    }

    private static Protocol find(String name) {
        for (Protocol protocol : Protocols.ALL) {
            if (protocol.name().equals(name)) {
                return protocol;
            }
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "protocol: " + name + " (expected: one of "
                        + Protocols.ALL.stream().map(Protocol::name).collect(Collectors.joining(", ")) + ")",
                null);
    }

    private static void print(Protocol protocol, boolean isFull, Terminal terminal, PrintWriter out) {
        out.println(terminal.bold(protocol.name()) + "  " + carriers(protocol));
        if (protocol.events().isEmpty()) {
            out.println("  " + RECOGNISED_ONLY);
        }
        for (EventType event : protocol.events()) {
            out.println("  " + terminal.bold(event.name()) + "  " + event.doc() + (event.isLog() ? "" : " (no log)"));
            if (isFull) {
                int width = 2
                        + event.fields().stream()
                                .mapToInt(field -> field.name().length())
                                .max()
                                .orElse(0);
                for (Field field : event.fields()) {
                    Wrapping.block("      ", field.name(), width, field.doc(), terminal)
                            .forEach(out::println);
                }
            } else {
                String fields = event.fields().stream().map(Field::name).collect(Collectors.joining(", "));
                Wrapping.block("    ", "", 2, fields, terminal).forEach(out::println);
            }
        }
    }

    /** Where it travels, and where it is looked for first. */
    static String carriers(Protocol protocol) {
        String carriers = protocol.overTcp() ? protocol.overUdp() ? "over TCP and UDP" : "over TCP" : "over UDP";
        String ports = protocol.ports().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return carriers + (ports.isEmpty() ? "" : ", usually port " + ports);
    }
}
