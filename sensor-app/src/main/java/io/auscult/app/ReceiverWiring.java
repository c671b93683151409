package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Setting;
import io.auscult.app.config.receiver.ReceiverContext;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.share.Policies;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Sharing;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What receivers of a configuration are told, and what stands before them. Stateless. */
final class ReceiverWiring {
    private ReceiverWiring() {}

    /** What the policies and receivers of a configuration do not say of themselves. @throws CommandFailure with file, line and reason */
    static void check(Configuration configuration, Path folder) {
        try {
            policies(
                    configuration,
                    folder,
                    Receivers.open(configuration, context(configuration, folder, index -> null)));
        } catch (IllegalArgumentException | IOException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    /** The policies of these receivers. @throws CommandFailure when they do not fit */
    static Policies policies(Configuration configuration, Path folder, List<Receivers.Opened> receivers) {
        try {
            Policies policies = new Policies(configuration, folder);
            Set<String> names = new LinkedHashSet<>();
            receivers.forEach(receiver -> names.add(receiver.exporter().name()));
            policies.check(names);
            for (Receivers.Opened receiver : receivers) {
                if (policies.receivers().contains(receiver.exporter().name())) {
                    fits(receiver, policies.usual());
                } else if (receiver.kind().leaves(receiver.entry())) {
                    String name = receiver.exporter().name();
                    throw new IllegalArgumentException(
                            receiver.entry().place() + ": no policy says what may leave to " + name
                                    + " (expected: an entry of policies with to: [" + name
                                    + "], or inside: true when nobody outside can read there)");
                }
            }
            return policies;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    /** @throws IllegalArgumentException when an entry says something else than the policy of its receiver, or sends what passes none */
    private static void fits(Receivers.Opened receiver, Marking usual) {
        Entry entry = receiver.entry();
        String name = receiver.exporter().name();
        for (Setting<?> past : receiver.kind().pastPolicies(entry)) {
            throw new IllegalArgumentException(
                    entry.place(past) + ": set, and a policy names " + name
                            + " (expected: none, as this would leave as it is; a receiver inside may have it, as another entry that no policy names)");
        }
        for (Setting<?> setting : receiver.kind().markings()) {
            Enum<?> ours = setting.name().equals("pap") ? usual.pap() : usual.tlp();
            if (entry.lines().containsKey(setting)
                    && entry.get(setting) instanceof Enum<?> theirs
                    && !theirs.name().equals(ours.name())) {
                throw new IllegalArgumentException(entry.place(setting) + ": "
                        + theirs.name().toLowerCase(Locale.ROOT).replace('_', '+')
                        + " (expected: none, as a policy names "
                        + name + ", and what leaves is marked as share." + setting.name() + " says: "
                        + ours.name().toLowerCase(Locale.ROOT).replace('_', '+') + ")");
            }
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
                new Policies(configuration, folder).receivers(),
                configuration.get(Keys.SEGMENTS));
    }
}
