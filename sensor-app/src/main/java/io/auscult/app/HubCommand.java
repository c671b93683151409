package io.auscult.app;

import io.auscult.export.Secret;
import io.auscult.export.hub.CollectionTable;
import io.auscult.export.hub.Hub;
import io.auscult.export.hub.HubSettings;
import io.auscult.export.hub.HubStore;
import io.auscult.export.hub.TaxiiCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auscult hub}: serves collections of STIX objects to a group of hospitals. Main thread; ends when told to stop. */
@Command(
        name = "hub",
        description = {
            "Serve a group of hospitals that share what they noticed (TAXII 2.1).",
            "Members put there what their sensors noticed, and fetch what others did. Needs nothing else installed."
        },
        sortOptions = false,
        subcommands = {HubTokenCommand.class, HubCollectionCommand.class, HubAuditCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult hub --data hub                           on this machine only",
            "  auscult hub --data hub --listen 0.0.0.0:8469 \\",
            "      --tls-cert hub.pem --tls-key file:/etc/hub.key",
            "  auscult hub token add st-jan --data hub --out st-jan.token",
            "",
            "Exit codes: 0 stopped, 2 wrong usage, 5 the port or the database cannot be had."
        })
final class HubCommand implements Callable<Integer> {
    static final String ROOT = "auscult";
    private static final String FIRST = "shared";

    @Spec
    private CommandSpec spec;

    @Mixin
    private HubDatabase database;

    @Option(names = "--listen", paramLabel = "ADDRESS:PORT", description = "Where to listen. Default: ${DEFAULT-VALUE}")
    String listen = "127.0.0.1:8469";

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate in PEM, with those between it and its authority.")
    @Nullable
    Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "file:PATH|env:NAME",
            description = "Its key, PKCS#8 in PEM; a file is for its owner alone.")
    @Nullable
    String key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Members must show a certificate by one of these authorities, besides their token; PEM.")
    @Nullable
    Path clientAuthority;

    @Option(
            names = "--without-tls",
            description = "Serve others without TLS all the same: behind a proxy on this machine that does it.")
    boolean isWithoutTls;

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            description = "What members see it called. Default: ${DEFAULT-VALUE}")
    String title = "Auscult hub";

    @Mixin
    private HubLimits limits;

    @Override
    public Integer call() {
        HubSettings settings = settings();
        try (HubStore store = database.open()) {
            CollectionTable collections = new CollectionTable(store);
            if (collections.all().isEmpty()) {
                collections.add(TaxiiCollection.of(ROOT, FIRST, "What members share"));
            }
            try (Hub hub = Hub.start(settings, store, Clock.systemUTC())) {
                CountDownLatch stopped = new CountDownLatch(1);
                ((Main) spec.root().userObject()).stop().onSignal(stopped::countDown);
                System.err.println("auscult: hub at " + hub.url() + "taxii2/");
                stopped.await();
            }
            return ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FINISHED;
        }
    }

    private HubSettings settings() {
        try {
            return new HubSettings(
                    address(),
                    title,
                    certificate,
                    key == null ? null : Secret.of("--tls-key", key),
                    clientAuthority,
                    isWithoutTls,
                    limits.limits());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    private InetSocketAddress address() {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? "" : listen.substring(0, colon).replaceAll("^\\[|]$", "");
        String port = listen.substring(colon + 1);
        if (!host.matches("[0-9A-Fa-f:.]+") || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException(
                    "--listen: " + listen + " (expected: ADDRESS:PORT, such as 127.0.0.1:8469)");
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(host), Integer.parseInt(port)); // a number: nobody is asked
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--listen: " + listen + " (expected: ADDRESS:PORT)", e);
        }
    }
}
