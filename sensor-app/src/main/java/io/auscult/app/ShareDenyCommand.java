package io.auscult.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auscult share deny}. */
@Command(name = "deny", description = "Keep an incident; what left before is not called back.", sortOptions = false)
final class ShareDenyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    ShareDecision decision = new ShareDecision();

    @Override
    public Integer call() {
        return decision.decide(spec, false);
    }
}
