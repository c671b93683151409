package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Network;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.KnowledgeKeeper;
import io.auscult.rules.knowledge.KnownHost;
import io.auscult.rules.knowledge.LearnedRole;
import io.auscult.rules.knowledge.Learning;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult roles}: what each host is for, as a person declared and as traffic shows. */
@Command(
        name = "roles",
        description = {
            "Tell what each host is for, as declared and as learned from traffic, with the evidence.",
            "From capture files, or from what a running sensor has learned (state.folder)."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult roles monday.pcap tuesday.pcap       learned from these files alone",
            "  auscult roles --config /etc/auscult.yml      what the sensor has learned",
            "  auscult roles --state /var/lib/auscult/state the same, by its folder",
            "  auscult roles week/ --role medical-device    only these"
        })
final class RolesCommand implements Callable<Integer> {
    private static final int COLUMN = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "0..*",
            description = "Captures to learn from. Without any: what was learned before.")
    List<Path> inputs = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration in YAML, with the declared roles.")
    @Nullable
    Path config;

    @Option(names = "--state", paramLabel = "DIR", description = "Where a sensor keeps what it has learned; only read.")
    @Nullable
    String state;

    @Option(
            names = "--local-nets",
            paramLabel = "CIDR",
            split = ",",
            description = "Our own networks. Default: the private ranges.")
    @Nullable
    List<String> localNets;

    @Option(names = "--role", paramLabel = "ROLE", description = "Only hosts with this role.")
    @Nullable
    String role;

    @Option(names = "--json", description = "One line of JSON a host.")
    boolean isJson;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Role wanted = wanted();
        Configuration configuration = Configurations.read(config, environment);
        if (localNets != null) {
            List<Network> networks = Keys.LOCAL_NETS.type().parse().apply(localNets);
            if (networks == null || networks.isEmpty()) {
                throw wrong("--local-nets: " + String.join(",", localNets) + " (expected: "
                        + Keys.LOCAL_NETS.type().expected() + ")");
            }
            configuration = configuration.with(Keys.LOCAL_NETS, networks);
        }
        String folder = state != null ? state : configuration.get(Keys.STATE_FOLDER);
        if (inputs.isEmpty() && folder.isEmpty()) {
            throw wrong("nothing to learn from (expected: FILE, --state DIR, or --config with state.folder)");
        }
        if (!inputs.isEmpty() && state != null) {
            throw wrong("FILE, --state: both (expected: one of them)");
        }
        Knowledge knowledge = inputs.isEmpty() ? kept(configuration, folder) : learned(configuration);
        print(knowledge, wanted, Terminal.of(1, environment));
        return ExitCode.FINISHED;
    }

    private @Nullable Role wanted() {
        try {
            return role == null ? null : Role.of(role);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static Knowledge kept(Configuration configuration, String folder) {
        Knowledge knowledge = Mapping.knowledge(configuration.with(Keys.STATE_FOLDER, folder), true, new Counters());
        try {
            List<String> notes = KnowledgeKeeper.look(Path.of(folder), knowledge);
            if (!notes.isEmpty()) {
                throw new CommandFailure(ExitCode.DAMAGED, String.join("\n", notes), null);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, "state: " + folder + ": " + e.getMessage(), e);
        }
        return knowledge;
    }

    private Knowledge learned(Configuration configuration) {
        try (PacketSource source = CaptureFiles.open(inputs)) {
            Sensor sensor = new Sensor(
                    source,
                    configuration.with(Keys.STATE_FOLDER, ""),
                    Lanes.of(configuration, source.size()),
                    new Counters(),
                    List.of(),
                    List.of());
            sensor.run();
            return sensor.knowledge();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
    }

    private void print(Knowledge knowledge, @Nullable Role wanted, Terminal terminal) {
        PrintWriter out = spec.commandLine().getOut();
        long nowNs = knowledge.learning().nowNs();
        int told = 0;
        for (KnownHost host : knowledge.roles().all(nowNs)) {
            if (wanted != null && !has(host, wanted)) {
                continue;
            }
            told++;
            if (isJson) {
                out.println(KnownHostJson.of(host));
            } else {
                tell(out, host, terminal);
            }
        }
        if (!isJson) {
            out.println(told + (told == 1 ? " host" : " hosts") + "; " + learning(knowledge.learning()) + ".");
            if (knowledge.forgotten() > 0) {
                out.println(knowledge.forgotten() + " entries left full tables and would be new again.");
            }
        }
        out.flush();
    }

    private static boolean has(KnownHost host, Role wanted) {
        return host.declared().stream().anyMatch(grant -> grant.role() == wanted && grant.holds())
                || host.learned().stream().anyMatch(learned -> learned.role() == wanted);
    }

    private static void tell(PrintWriter out, KnownHost host, Terminal terminal) {
        out.println(terminal.bold(host.address().toString()));
        for (RoleGrant grant : host.declared()) {
            String text = (grant.holds() ? "declared" : "denied") + " by " + grant.author() + " until "
                    + grant.expires() + ": " + grant.reason();
            line(out, grant.role(), text, terminal);
        }
        for (LearnedRole learned : host.learned()) {
            line(
                    out,
                    learned.role(),
                    "learned: it " + learned.evidence() + ", since " + day(learned.sinceNs()) + ", last "
                            + day(learned.lastNs()) + ", on " + learned.days()
                            + (learned.days() == 1 ? " day" : " days"),
                    terminal);
        }
    }

    private static void line(PrintWriter out, Role role, String text, Terminal terminal) {
        Wrapping.block("  ", role.key(), COLUMN, text, terminal).forEach(out::println);
    }

    private static String learning(Learning learning) {
        if (learning.startNs() == 0) {
            return "nothing was seen";
        }
        String since = "learning began " + day(learning.startNs());
        return since + (learning.hasEnded() ? " and ended " : " and ends ") + day(learning.endNs());
    }

    private static LocalDate day(long ns) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L)), ZoneOffset.UTC);
    }
}
