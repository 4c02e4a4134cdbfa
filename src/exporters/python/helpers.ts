// Classes and functions of Python that a written module needs besides PyTorch's own: those that are used are written with it.

/** By name; each is complete in itself. */
export const HELPERS: Readonly<Record<string, string>> = {
  AdditiveAttention: `class AdditiveAttention(nn.Module):
    """Scores that are sums over tanh(query + key), each element with a factor."""

    def __init__(self, features, scale=True):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(features)) if scale else 1.0

    def forward(self, query, key, value=None):
        value = key if value is None else value
        scores = (torch.tanh(query.unsqueeze(-2) + key.unsqueeze(-3)) * self.scale).sum(-1)
        return torch.softmax(scores, -1) @ value`,

  Attention: `class Attention(nn.Module):
    """Attention with heads of any width, over one or several axes of (batch, ..., features)."""

    def __init__(self, query, key, value, heads, kv_heads, head_dim, value_dim, out, bias=True, axes=(-2,), average=None):
        super().__init__()
        self.heads, self.kv_heads, self.axes, self.average = heads, kv_heads, axes, average
        self.q = nn.Linear(query, heads * head_dim, bias=bias)
        self.k = nn.Linear(key, kv_heads * head_dim, bias=bias)
        self.v = nn.Linear(value, kv_heads * value_dim, bias=bias)
        self.out = nn.Linear(heads * value_dim, out, bias=bias)

    def split(self, x, heads):
        count = len(self.axes)
        x = x.movedim(self.axes, tuple(range(-1 - count, -1)))
        x = x.flatten(-1 - count, -2)
        x = x.reshape(*x.shape[:-1], heads, x.shape[-1] // heads).transpose(-2, -3)
        return x.repeat_interleave(self.heads // heads, -3)

    def forward(self, query, key=None, value=None):
        key = query if key is None else key
        value = key if value is None else value
        q, k, v = self.split(self.q(query), self.heads), self.split(self.k(key), self.kv_heads), self.split(self.v(value), self.kv_heads)
        scores = torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, -1)
        joined = (scores @ v).transpose(-2, -3).flatten(-2)
        count = len(self.axes)
        sizes = query.movedim(self.axes, tuple(range(-1 - count, -1))).shape[:-1]
        result = self.out(joined.reshape(*sizes, joined.shape[-1]))
        result = result.movedim(tuple(range(-1 - count, -1)), self.axes)
        if self.average is None:
            return result
        return result, scores.mean(-3) if self.average else scores`,

  ConvLSTM: `class ConvLSTM(nn.Module):
    """An LSTM over (batch, steps, channels, ...) whose products are convolutions."""

    def __init__(self, conv, state_conv, channels, sequence=True, states=False):
        super().__init__()
        self.conv, self.state_conv = conv, state_conv
        self.channels, self.sequence, self.states = channels, sequence, states

    def forward(self, x, h=None, c=None):
        results = []
        for step in x.unbind(1):
            gates = self.conv(step)
            if h is None:
                h = torch.zeros_like(gates[:, : self.channels])
            c = torch.zeros_like(h) if c is None else c
            i, f, g, o = (gates + self.state_conv(h)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            results.append(h)
        out = torch.stack(results, 1) if self.sequence else h
        return (out, h, c) if self.states else out`,

  L2Norm: `class L2Norm(nn.Module):
    """Divides by the Euclidean length over axes, with a learnable scale if a shape is given."""

    def __init__(self, axes, eps, shape=None):
        super().__init__()
        self.axes, self.eps = axes, eps
        self.weight = None if shape is None else nn.Parameter(torch.ones(shape))

    def forward(self, x):
        x = x / (x.pow(2).sum(self.axes, keepdim=True) + self.eps).sqrt()
        return x if self.weight is None else x * self.weight`,

  LocallyConnected: `class LocallyConnected(nn.Module):
    """A convolution whose weights and biases differ at each position."""

    def __init__(self, inputs, channels, kernel, stride, out, bias=True):
        super().__init__()
        positions = torch.Size(out).numel()
        window = torch.Size(kernel).numel()
        self.kernel, self.stride, self.out = kernel, stride, out
        self.weight = nn.Parameter(torch.randn(positions, inputs * window, channels) * (inputs * window) ** -0.5)
        self.bias = nn.Parameter(torch.zeros(channels, *out)) if bias else None

    def forward(self, x):
        for axis, (size, step) in enumerate(zip(self.kernel, self.stride)):
            x = x.unfold(2 + axis, size, step)
        rank = len(self.out)
        x = x.movedim(1, 1 + rank).flatten(1 + rank).flatten(1, rank)
        x = torch.einsum("bpk,pkc->bcp", x, self.weight).reshape(x.shape[0], -1, *self.out)
        return x if self.bias is None else x + self.bias`,

  NormAlong: `class NormAlong(nn.Module):
    """Normalizes over axes, with a learnable scale and shift of the given shape."""

    def __init__(self, axes, shape, eps=1e-5, center=True, scale=True, shift=True):
        super().__init__()
        self.axes, self.eps, self.center = axes, eps, center
        self.weight = nn.Parameter(torch.ones(shape)) if scale else None
        self.bias = nn.Parameter(torch.zeros(shape)) if shift else None

    def forward(self, x):
        if self.center:
            x = x - x.mean(self.axes, keepdim=True)
        x = x / (x.pow(2).mean(self.axes, keepdim=True) + self.eps).sqrt()
        x = x if self.weight is None else x * self.weight
        return x if self.bias is None else x + self.bias`,

  PReLUOf: `class PReLUOf(nn.Module):
    """A PReLU whose slopes have a shape of their own."""

    def __init__(self, shape):
        super().__init__()
        self.weight = nn.Parameter(torch.full(shape, 0.25))

    def forward(self, x):
        return torch.where(x < 0, self.weight * x, x)`,

  Recurrent: `class Recurrent(nn.Module):
    """A recurrent layer over (batch, ..., steps, features): its results, and the last states where they are asked for."""

    def __init__(self, rnn, sequence=True, merge="concat", states=0):
        super().__init__()
        self.rnn, self.sequence, self.merge, self.states = rnn, sequence, merge, states

    def first_states(self, given, count):
        """States of each direction one after another, as PyTorch takes them."""
        kinds = 2 if isinstance(self.rnn, nn.LSTM) else 1
        kinds = [torch.stack([s.reshape(count, -1, self.rnn.hidden_size) for s in given[k::kinds]]) for k in range(kinds)]
        kinds = [k.movedim(1, 2).reshape(-1, count, self.rnn.hidden_size).contiguous() for k in kinds]
        return tuple(kinds) if len(kinds) > 1 else kinds[0]

    def forward(self, x, *given):
        lead = x.shape[:-2]
        x = x.reshape(-1, *x.shape[-2:])
        out, states = self.rnn(x, self.first_states(given, x.shape[0])) if given else self.rnn(x)
        states = states if isinstance(states, tuple) else (states,)
        if not self.sequence:
            out = torch.cat([states[0][-2], states[0][-1]], -1) if self.rnn.bidirectional else out[:, -1]
        if self.rnn.bidirectional and self.merge != "concat":
            a, b = out.chunk(2, -1)
            out = {"sum": a + b, "mul": a * b, "average": (a + b) / 2}[self.merge]
        out = out.reshape(*lead, *out.shape[1:])
        if self.states == 0:
            return out
        last = [s.transpose(0, 1).reshape(*lead, *s.shape[::2]) for s in states]
        return (out, *last[: self.states])`,

  RunningNorm: `class RunningNorm(nn.Module):
    """Subtracts a mean and divides by a deviation that were measured before."""

    def __init__(self, shape):
        super().__init__()
        self.register_buffer("mean", torch.zeros(shape))
        self.register_buffer("variance", torch.ones(shape))

    def forward(self, x):
        return (x - self.mean) / self.variance.sqrt()`,

  Scale: `class Scale(nn.Module):
    """A learnable factor, and term, along some axes."""

    def __init__(self, shape, scale=True, bias=False):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(shape)) if scale else None
        self.bias = nn.Parameter(torch.zeros(shape)) if bias else None

    def forward(self, x):
        x = x if self.weight is None else x * self.weight
        return x if self.bias is None else x + self.bias`,

  accuracy: `def accuracy(x, target):
    """Whether the greatest class is the target, for each sample."""
    return (x.argmax(1) == target.reshape(x.argmax(1).shape)).float().flatten(1).mean(1) if x.dim() > 2 else (x.argmax(1) == target.flatten()).float()`,

  contrastive: `def contrastive(a, b, similar, margin=1.0):
    """The contrastive loss of pairs, for each sample."""
    distance = (a - b).flatten(1).norm(dim=1)
    similar = similar.reshape(similar.shape[0])
    return similar * distance**2 / 2 + (1 - similar) * (margin - distance).clamp(min=0) ** 2 / 2`,

  gather: `def gather(x, indices, axis):
    """The elements along an axis that each sample's indices name."""
    picked = [a.index_select(axis - 1, i.long().flatten()) for a, i in zip(x, indices)]
    return torch.stack(picked).reshape(*x.shape[:axis], *indices.shape[1:], *x.shape[axis + 1 :])`,

  one_bias: `def one_bias(rnn):
    """PyTorch has two biases for each gate; the second one becomes a constant."""
    for name in [name for name in rnn._parameters if name.startswith("bias_hh")]:
        rnn.register_buffer(name, torch.zeros_like(rnn._parameters.pop(name)))
    return rnn`,

  per_sample: `def per_sample(loss):
    """One number for each sample."""
    return loss.flatten(1).mean(1) if loss.dim() > 1 else loss`,

  sinusoids: `def sinusoids(positions, features):
    """Fixed positional vectors: sines and cosines of growing wavelengths."""
    rates = 10000.0 ** (-torch.arange(0, features, 2) / features)
    angles = torch.arange(positions)[:, None] * rates
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)[:, :features]`,

  without: `def without(module, *names):
    """The module without some of its parameters."""
    for name in names:
        setattr(module, name, None)
    return module`,
};
