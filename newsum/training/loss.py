"""The training loss: cross entropy over a wide vocabulary, without ever holding all its scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from newsum.training.tokens import PAD

if TYPE_CHECKING:
    from torch import Tensor


class SmoothedCrossEntropy(torch.autograd.Function):
    """Mean label-smoothed cross entropy of ``states @ table.T`` (Szegedy et al. 2016).

    Gradients are computed chunk by chunk already on the way forward, so that no more than one
    chunk of scores is ever held: 32,000 tokens times 44,000 pieces are 5.6 GB in float32, several
    times over.
    """

    @staticmethod
    def forward(
        ctx: Any,
        states: Tensor,
        table: Tensor,
        gold: Tensor,
        smoothing: float,
        chunk: int,
        dtype: torch.dtype,
    ) -> tuple[Tensor, Tensor]:
        """Return the smoothed loss and the plain one; the latter has no gradient."""
        count, width = len(gold), table.shape[0]
        inputs, rows = states.to(dtype), table.to(dtype)
        by_state, by_row = torch.empty_like(inputs), torch.zeros_like(table)
        loss = states.new_zeros((), dtype=torch.float32)
        plain = states.new_zeros((), dtype=torch.float32)
        for start in range(0, count, chunk):
            part, answers = inputs[start : start + chunk], gold[start : start + chunk, None]
            scores = part @ rows.T
            right = scores.gather(1, answers).float()
            mean = scores.mean(1, dtype=torch.float32)
            chances = torch.softmax(scores, -1)
            del scores
            # logsumexp by way of the chances: one pass less over the widest array there is.
            total = right - chances.gather(1, answers).float().clamp_min(1e-30).log()
            plain += (total - right).sum()
            loss += (1 - smoothing) * (total - right).sum() + smoothing * (total[:, 0] - mean).sum()
            chances.sub_(smoothing / width)
            chances.scatter_add_(
                1, answers, torch.full_like(answers, smoothing - 1, dtype=chances.dtype)
            )
            by_state[start : start + chunk] = chances @ rows
            by_row += chances.T @ part
        ctx.save_for_backward(by_state, by_row)
        ctx.count, ctx.like = count, states.dtype
        plain = plain / count
        ctx.mark_non_differentiable(plain)
        return loss / count, plain

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Scale the gradients that `forward` left."""
        by_state, by_row = ctx.saved_tensors
        scale = gradients[0] / ctx.count
        return (by_state * scale).to(ctx.like), by_row.mul_(scale), None, None, None, None


def batch_loss(
    network: Any,
    table: Tensor,
    batch: dict[str, Tensor],
    *,
    smoothing: float,
    chunk: int,
    half: bool,
) -> tuple[Tensor, Tensor]:
    """Return the smoothed and the plain loss, in nats a token, of a batch.

    Args:
        network: The encoder and decoder, without the output layer.
        table: The embeddings, which are the output layer too.
        batch: See `newsum.training.corpus.Batch`.
        smoothing: Share of the probability that is spread over the whole vocabulary.
        chunk: Tokens whose scores are held at a time.
        half: Whether to multiply in bfloat16.
    """
    source = batch["source"]
    with torch.autocast(source.device.type, torch.bfloat16, enabled=half):
        states = network(
            input_ids=source,
            attention_mask=(source != PAD).long(),
            decoder_input_ids=batch["decoder"],
            use_cache=False,
        ).last_hidden_state
        states = states.reshape(-1, states.shape[-1]).index_select(0, batch["kept"])
    dtype = torch.bfloat16 if half else states.dtype
    loss, plain = SmoothedCrossEntropy.apply(  # type: ignore[no-untyped-call]  # torch leaves it untyped
        states, table, batch["gold"], smoothing, chunk, dtype
    )
    return loss, plain
