package io.auscult.app.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.export.share.Retelling;
import io.auscult.export.share.Sharing;
import io.auscult.export.share.Vocabulary;
import io.auscult.rules.Detectors;
import io.auscult.rules.incident.Retold;
import io.auscult.rules.role.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the program says of itself, for sharing: its rules and the words of its stories. Stateless. */
public final class OwnWords {
    private OwnWords() {}

    public static Vocabulary vocabulary() {
        List<String> texts = new ArrayList<>(Retold.texts());
        texts.addAll(Sharing.words());
        return new Vocabulary(
                new Detectors().rules(),
                Arrays.stream(Role.values()).map(Role::key).toList(),
                Retold::isKind,
                texts);
    }

    /** Tells stories of pseudonyms as those of hosts are told. */
    public static Retelling retelling(LocalNets localNets) {
        List<Network> inside = new ArrayList<>(localNets.networks());
        inside.addAll(Sharing.PSEUDONYMS);
        Retold retold = new Retold(new LocalNets(inside));
        return new Retelling() {
            @Override
            public Map<String, String> advice(Alert alert) {
                return Retold.advice(alert);
            }

            @Override
            public Incident tell(Incident incident) {
                return retold.tell(incident);
            }
        };
    }
}
