package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.config.receiver.ReceiverContext;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.share.Policies;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.export.share.Sharing;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What receivers of a configuration are told, and what stands before them. Stateless. */
final class ReceiverWiring {
    private ReceiverWiring() {}

    /** The policies of these receivers. @throws CommandFailure when they do not fit */
    static Policies policies(Configuration configuration, Path folder, List<Receivers.Opened> receivers) {
        try {
            Policies policies = new Policies(configuration, folder);
            Set<String> names = new LinkedHashSet<>();
            receivers.forEach(receiver -> names.add(receiver.exporter().name()));
            policies.check(names);
            for (Receivers.Opened receiver : receivers) {
                String name = receiver.exporter().name();
                if (receiver.leaves() && !policies.receivers().contains(name)) {
                    throw new IllegalArgumentException(
                            receiver.entry().place() + ": no policy says what may leave to " + name
                                    + " (expected: an entry of policies with to: [" + name
                                    + "], or inside: true when nobody outside can read there)");
                }
            }
            return policies;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /** For receivers; addresses of pseudonyms are inside as well. */
    static ReceiverContext context(Configuration configuration, Path folder, IntFunction<@Nullable String> interfaces)
            throws IOException {
        List<Network> inside = new ArrayList<>(configuration.get(Keys.LOCAL_NETS));
        inside.addAll(Sharing.PSEUDONYMS);
        return new ReceiverContext(
                Version.number(),
                new LocalNets(inside),
                configuration.get(Keys.LANGUAGE).resolve(System.getenv()).code(),
                interfaces,
                folder,
                new Words()::in,
                configuration.get(Keys.SEGMENTS));
    }
}
