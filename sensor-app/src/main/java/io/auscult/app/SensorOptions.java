package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.FileKeys;
import io.auscult.app.config.Keys;
import io.auscult.core.event.Network;
import io.auscult.export.eve.EveType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options of the commands that look at packets; they win over the configuration. */
final class SensorOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration in YAML; see `auscult config default`.")
    @Nullable
    Path config;

    @Option(
            names = "--eve",
            paramLabel = "FILE|-",
            description = "Write alerts as EVE JSON, one a line; - is standard output.")
    @Nullable
    String eve;

    @Option(
            names = "--eve-types",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Write events as EVE records too: all, or some of flow,dns,http,tls,smb,krb5,anomaly,ssh ...; needs --eve.")
    @Nullable
    List<String> eveTypes;

    @Option(
            names = "--zeek",
            paramLabel = "DIR|-",
            description = "Write Zeek's logs as JSON lines, one file a log; - is standard output.")
    @Nullable
    String zeek;

    @Option(
            names = "--extract",
            paramLabel = "DIR",
            description =
                    "Write the files seen in traffic into this folder, within the limits of `extract` in the configuration. They may be malicious, and private.")
    @Nullable
    String extract;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Read what was learned before from this folder, and write it there again.")
    @Nullable
    String state;

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            description =
                    "Write the packets around each alert into this folder, a pcapng file an incident, within the limits of `evidence` in the configuration. They hold what people sent.")
    @Nullable
    String evidence;

    @Option(
            names = "--local-nets",
            paramLabel = "CIDR",
            split = ",",
            description = "Our own networks, such as 10.0.0.0/8,fd00::/8. Default: the private ranges.")
    @Nullable
    List<String> localNets;

    @Option(
            names = "--filter",
            paramLabel = "BPF",
            description = "Look only at packets this filter lets through, in tcpdump's language.")
    @Nullable
    String filter;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Threads that follow conversations; 0: all on one thread.")
    @Nullable
    Integer lanes;

    @Option(
            names = {"-q", "--quiet"},
            description = "No summary, no progress.")
    boolean isQuiet;

    /** @throws CommandFailure when the file, a variable or an option is wrong */
    Configuration configuration(CommandSpec spec, Map<String, String> environment) {
        Configuration configuration = Configurations.read(config, environment);
        if (localNets != null) {
            configuration = configuration.with(Keys.LOCAL_NETS, networks(spec, localNets));
        }
        if (filter != null) {
            configuration = configuration.with(Keys.FILTER, filter);
        }
        if (eve != null) {
            configuration = configuration.with(Keys.EVE, eve);
        }
        if (eveTypes != null) {
            configuration = configuration.with(FileKeys.EVE_TYPES, eveTypes(spec, eveTypes));
        }
        if (zeek != null) {
            configuration = configuration.with(Keys.ZEEK, zeek);
        }
        if (extract != null) {
            configuration = configuration.with(Keys.EXTRACT, extract);
        }
        if (state != null) {
            configuration = configuration.with(Keys.STATE_FOLDER, state);
        }
        if (evidence != null) {
            configuration = configuration.with(Keys.EVIDENCE, evidence);
        }
        if (lanes != null) {
            if (Keys.LANES.type().parse().apply(List.of(lanes.toString())) == null) {
                throw wrong(
                        spec,
                        "--lanes: " + lanes + " (expected: " + Keys.LANES.type().expected() + ")");
            }
            configuration = configuration.with(Keys.LANES, lanes);
        }
        if (configuration.get(Keys.EVE).equals("-")
                && configuration.get(Keys.ZEEK).equals("-")) {
            throw wrong(spec, "--eve -, --zeek -: both on standard output (expected: one of them in a file)");
        }
        return configuration;
    }

    private static List<EveType> eveTypes(CommandSpec spec, List<String> texts) {
        List<EveType> types = texts.equals(List.of("all"))
                ? List.of(EveType.values())
                : FileKeys.EVE_TYPES.type().parse().apply(texts);
        if (types == null) {
            throw wrong(
                    spec,
                    "--eve-types: " + String.join(",", texts) + " (expected: all, or "
                            + FileKeys.EVE_TYPES.type().expected() + ")");
        }
        return types;
    }

    private static List<Network> networks(CommandSpec spec, List<String> texts) {
        List<Network> networks = Keys.LOCAL_NETS.type().parse().apply(texts);
        if (networks == null || networks.isEmpty()) {
            throw wrong(
                    spec,
                    "--local-nets: " + String.join(",", texts) + " (expected: "
                            + Keys.LOCAL_NETS.type().expected() + ")");
        }
        return networks;
    }

    private static ParameterException wrong(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
