package io.foldline.solver;

import io.foldline.passes.SavedSteps;
import io.foldline.pruning.SeededHash;
import io.foldline.pruning.TransformSearch;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** The transform of one cut, searched for on the activations of tokens. Interrupted, it goes on where it was. */
record SearchedTransform(TransformSearch search, long seed, DenseAlgebra algebra) {
    /** Hears how many passes over the tokens are done, of at most how many. */
    interface Listener {
        void done(int epochs, int most);
    }

    /** @param saved where its state is kept */
    DMatrixRMaj find(TokenActivations tokens, SavedSteps saved, Listener listener) throws IOException {
        Descent descent = descent(tokens, saved::checkCancelled);
        int done = saved.restore(descent, descent.steps());
        boolean more = done < descent.steps();
        while (more) {
            saved.checkCancelled();
            more = descent.step(saved::checkCancelled);
            saved.save(descent, ++done);
            listener.done(descent.epochs(), search.epochs());
        }
        return descent.transform();
    }

    private Descent descent(TokenActivations tokens, TransformLoss.Pause between) throws IOException {
        TransformLoss loss = new TransformLoss(search, algebra);
        Parameters parameters = Parameters.of(search.constraint(), algebra);
        if (search.optimizer() == TransformSearch.Optimizer.ADAM) {
            return new Adam(search, tokens, loss, parameters, new SeededHash(seed));
        }
        Parameters.Scaling scaling = parameters.scaling(loss.curvature(tokens, between));
        Directions directions = search.optimizer() == TransformSearch.Optimizer.LBFGS
                ? new LimitedMemory(scaling)
                : new ConjugateGradients(scaling);
        return new FullBatch(search, tokens, loss, parameters, directions);
    }
}
