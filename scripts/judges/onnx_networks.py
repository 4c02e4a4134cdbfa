"""The networks that onnx_export.py exports: torchvision's by name, and small ones that use what those do not."""

import torch
import torchvision
from torch import nn
from torchvision.models import detection, segmentation, video


class Network:
    def __init__(self, make, inputs, opset=13, preserve=False, input_names=("input",), dynamic_axes=None, dynamo=False):
        self.make = make
        self.inputs = inputs
        self.opset = opset
        self.preserve = preserve
        self.input_names = list(input_names)
        self.dynamic_axes = dynamic_axes
        #: By the exporter that PyTorch has had since 2.5.
        self.dynamo = dynamo
        torch.manual_seed(0)
        self.model = make()
        distinguish(self.model)


def distinguish(model):
    """Gives equal vectors different values, so that the exporter does not store them once."""
    with torch.no_grad():
        for tensor in list(model.parameters()) + list(model.buffers()):
            if tensor.is_floating_point() and tensor.numel() < 100_000:
                tensor.add_(torch.rand_like(tensor) * 0.01)


def image(size=224, channels=3):
    return (torch.randn(1, channels, size, size),)


def classification(name, size=224, **options):
    make = getattr(torchvision.models, name)
    kwargs = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    return lambda: Network(lambda: make(weights=None, **kwargs), image(size), **options)


def segmenting(name, **options):
    make = getattr(segmentation, name)
    return lambda: Network(lambda: make(weights=None, weights_backbone=None, aux_loss=False), image(224), **options)


def detecting(name, size=320, **options):
    make = getattr(detection, name)
    return lambda: Network(
        lambda: make(weights=None, weights_backbone=None), ([torch.rand(3, size, size)],), opset=11, **options
    )


def filming(name, frames=16, size=112, **options):
    make = getattr(video, name)
    return lambda: Network(lambda: make(weights=None), (torch.randn(1, 3, frames, size, size),), **options)


class Recurrent(nn.Module):
    """Embedding, a bidirectional LSTM, a GRU and an RNN, batch first."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(100, 24)
        self.lstm = nn.LSTM(24, 32, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(64, 16, batch_first=True)
        self.rnn = nn.RNN(16, 8, batch_first=True)
        self.head = nn.Linear(8, 5)

    def forward(self, tokens):
        x, _ = self.lstm(self.embedding(tokens))
        x, _ = self.gru(x)
        x, hidden = self.rnn(x)
        return self.head(x), hidden


class SequenceFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(12, 20)

    def forward(self, x):
        return self.lstm(x)


class Encoder(nn.Module):
    """BERT in small: token, position and type embeddings, encoder layers, a pooler."""

    def __init__(self, width=64, layers=2, heads=4):
        super().__init__()
        self.words = nn.Embedding(500, width)
        self.positions = nn.Embedding(128, width)
        self.types = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width)
        self.register_buffer("position_ids", torch.arange(128).expand(1, -1))
        self.blocks = nn.ModuleList([EncoderBlock(width, heads) for _ in range(layers)])
        self.pooler = nn.Linear(width, width)

    def forward(self, input_ids, attention_mask):
        length = input_ids.shape[1]
        x = self.words(input_ids) + self.positions(self.position_ids[:, :length]) + self.types(torch.zeros_like(input_ids))
        x = self.norm(x)
        mask = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -10000.0
        for block in self.blocks:
            x = block(x, mask)
        return x, torch.tanh(self.pooler(x[:, 0]))


class EncoderBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width)

    def split(self, x):
        return x.view(x.size(0), x.size(1), self.heads, -1).permute(0, 2, 1, 3)

    def forward(self, x, mask):
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / (q.size(-1) ** 0.5) + mask
        context = torch.matmul(torch.softmax(scores, -1), v).permute(0, 2, 1, 3).contiguous()
        context = context.view(context.size(0), context.size(1), -1)
        x = self.norm1(x + self.out(context))
        return self.norm2(x + self.down(torch.nn.functional.gelu(self.up(x))))


class Unet(nn.Module):
    """Transposed convolutions, resizing to another map's size, concatenation over long skips, 3-d pooling aside."""

    def __init__(self):
        super().__init__()
        self.down1 = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.GroupNorm(2, 8), nn.LeakyReLU(0.2))
        self.down2 = nn.Sequential(nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.InstanceNorm2d(16, affine=True), nn.ELU())
        self.middle = nn.Sequential(nn.Conv2d(16, 16, 3, stride=2, dilation=2, padding=2), nn.Mish(), nn.PReLU(16))
        self.up = nn.ConvTranspose2d(16, 16, 3, stride=2, padding=1, output_padding=1)
        self.join = nn.Conv2d(32, 8, 1)
        self.shuffle = nn.PixelShuffle(2)
        self.head = nn.Conv2d(2 + 8, 4, 3, padding=1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(a)
        c = self.up(self.middle(b))
        c = torch.nn.functional.interpolate(c, size=b.shape[-2:], mode="bilinear", align_corners=False)
        d = self.shuffle(self.join(torch.cat([b, c], 1)))
        return self.head(torch.cat([d, a], 1))


class Mixed(nn.Module):
    """Operators that classification networks seldom use."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.rand(1, 16, 1))
        self.conv = nn.Conv1d(4, 16, 5, padding=2, groups=2, bias=False)
        self.pool = nn.MaxPool1d(3, 2, ceil_mode=True)
        self.tokens = nn.Parameter(torch.rand(1, 2, 16))
        self.attention = nn.MultiheadAttention(16, 4, batch_first=True)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv(x)) * self.scale)
        x = x.transpose(1, 2)
        x = torch.cat([self.tokens.expand(x.shape[0], -1, -1), x], 1)
        x, _ = self.attention(x, x, x)
        first, rest = x[:, 0], x[:, 1:]
        values, indices = torch.topk(rest, 3, dim=1)
        best = torch.gather(rest, 1, indices).cumsum(1).mean(1)
        outer = torch.einsum("bi,bj->bij", first, best)
        energy = torch.einsum("bij,bj->bi", outer, first)
        return energy + torch.where(first > 0, first, best), values.flatten(1).argmax(1)


class Tied(nn.Module):
    """A language model in small: its head is its embedding; positions are turned by a table of frequencies, and masked."""

    def __init__(self, width=16, blocks=2):
        super().__init__()
        self.words = nn.Embedding(60, width)
        self.temperature = nn.Parameter(torch.tensor(0.7))
        self.blocks = nn.ModuleList([TiedBlock(width) for _ in range(blocks)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 60, bias=False)
        self.head.weight = self.words.weight

    def forward(self, tokens):
        x = self.words(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)) / self.temperature


class TiedBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.query = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.table = nn.Parameter(torch.rand((2 * 3 - 1) ** 2, 2))
        self.scale = nn.Parameter(torch.ones(()))
        self.group = nn.GroupNorm(4, width)
        self.register_buffer("inv_freq", torch.rand(width // 2))
        self.register_buffer("index", torch.randint(0, 25, (9 * 9,)))
        self.register_buffer("mask", torch.triu(torch.full((9, 9), -10.0), 1))

    def forward(self, x):
        angles = torch.arange(x.shape[1])[:, None] * self.inv_freq
        turned = self.query(x) * torch.cat([angles.cos(), angles.sin()], -1)
        q = turned.view(1, x.shape[1], 2, -1).transpose(1, 2)
        bias = self.table[self.index].view(1, 9, 9, 2).permute(0, 3, 1, 2)
        scores = torch.softmax(q @ q.transpose(-1, -2) + bias + self.mask, -1)
        y = self.out((scores @ q).transpose(1, 2).flatten(2)) * self.scale
        return x + self.group(y.transpose(1, 2)).transpose(1, 2)


BATCH = {"input": {0: "batch"}}
TEXT = {"input_ids": {0: "batch", 1: "seq"}, "attention_mask": {0: "batch", 1: "seq"}}
IDS = (torch.randint(0, 500, (1, 32)), torch.ones(1, 32, dtype=torch.long))

NETWORKS = {
    "tied": lambda: Network(Tied, (torch.randint(0, 60, (1, 9)),), opset=20, dynamo=True),
    "tied_older": lambda: Network(lambda: Tied(blocks=0), (torch.randint(0, 60, (1, 9)),), opset=14),
    "modern": lambda: Network(Mixed, (torch.randn(1, 4, 21),), opset=20, dynamo=True),
    "recurrent": lambda: Network(Recurrent, (torch.randint(0, 100, (1, 11)),), opset=13),
    "recurrent_dynamic": lambda: Network(
        Recurrent, (torch.randint(0, 100, (1, 11)),), opset=14, dynamic_axes={"input": {0: "batch", 1: "seq"}}
    ),
    "sequence_first": lambda: Network(SequenceFirst, (torch.randn(7, 1, 12),), opset=11),
    "encoder": lambda: Network(Encoder, IDS, opset=14, input_names=("input_ids", "attention_mask")),
    "encoder_dynamic": lambda: Network(
        Encoder, IDS, opset=12, input_names=("input_ids", "attention_mask"), dynamic_axes=TEXT
    ),
    "encoder17": lambda: Network(Encoder, IDS, opset=17, preserve=True, input_names=("input_ids", "attention_mask")),
    "unet": lambda: Network(Unet, image(48), opset=14),
    "unet_dynamic": lambda: Network(
        Unet, image(48), opset=11, dynamic_axes={"input": {0: "batch", 2: "height", 3: "width"}}
    ),
    "unet9": lambda: Network(Unet, image(48), opset=9),
    "mixed": lambda: Network(Mixed, (torch.randn(1, 4, 21),), opset=13),
    "mixed_dynamic": lambda: Network(Mixed, (torch.randn(1, 4, 21),), opset=16, dynamic_axes=BATCH),
    "mobilenet_v3_small": classification("mobilenet_v3_small"),
    "mobilenet_v3_small_dynamic": classification("mobilenet_v3_small", dynamic_axes=BATCH, opset=11),
    "squeezenet1_0_preserve": classification("squeezenet1_0", preserve=True, opset=8),
    "shufflenet_v2_x0_5": classification("shufflenet_v2_x0_5"),
    "shufflenet_v2_x0_5_dynamic": classification("shufflenet_v2_x0_5", dynamic_axes=BATCH),
    "mnasnet0_5": classification("mnasnet0_5", opset=9),
    "resnet18": classification("resnet18", opset=7),
    "resnet50_preserve": classification("resnet50", preserve=True),
    "resnet152": classification("resnet152", preserve=True),
    "wide_resnet50_2": classification("wide_resnet50_2"),
    "resnext50_32x4d": classification("resnext50_32x4d", preserve=True),
    "efficientnet_b0": classification("efficientnet_b0"),
    "efficientnet_v2_s": classification("efficientnet_v2_s", preserve=True),
    "regnet_y_400mf": classification("regnet_y_400mf", preserve=True),
    "convnext_tiny": classification("convnext_tiny"),
    "convnext_tiny_dynamic": classification("convnext_tiny", dynamic_axes=BATCH, opset=17),
    "densenet201": classification("densenet201", preserve=True),
    "vit_b_16": classification("vit_b_16"),
    "vit_b_16_preserve": classification("vit_b_16", preserve=True, opset=17),
    "vit_b_16_dynamic": classification("vit_b_16", dynamic_axes=BATCH, opset=14),
    "swin_t": classification("swin_t"),
    "swin_t_preserve": classification("swin_t", preserve=True),
    "swin_t_dynamic": classification("swin_t", dynamic_axes=BATCH),
    "swin_v2_t": classification("swin_v2_t", 256, preserve=True),
    "maxvit_t": classification("maxvit_t", preserve=True),
    "inception_v3": classification("inception_v3", 299),
    "deeplabv3_mobilenet_v3_large": segmenting("deeplabv3_mobilenet_v3_large", preserve=True),
    "deeplabv3_resnet50": segmenting("deeplabv3_resnet50"),
    "fcn_resnet50": segmenting("fcn_resnet50", preserve=True, opset=11),
    "lraspp_mobilenet_v3_large": segmenting("lraspp_mobilenet_v3_large"),
    "lraspp_dynamic": segmenting(
        "lraspp_mobilenet_v3_large", dynamic_axes={"input": {0: "batch", 2: "height", 3: "width"}}
    ),
    "fasterrcnn_mobilenet_v3_large_320_fpn": detecting("fasterrcnn_mobilenet_v3_large_320_fpn"),
    "fasterrcnn_resnet50_fpn": detecting("fasterrcnn_resnet50_fpn", preserve=True),
    "maskrcnn_resnet50_fpn": detecting("maskrcnn_resnet50_fpn"),
    "keypointrcnn_resnet50_fpn": detecting("keypointrcnn_resnet50_fpn"),
    "retinanet_resnet50_fpn": detecting("retinanet_resnet50_fpn"),
    "fcos_resnet50_fpn": detecting("fcos_resnet50_fpn"),
    "ssd300_vgg16": detecting("ssd300_vgg16", 300),
    "ssdlite320_mobilenet_v3_large": detecting("ssdlite320_mobilenet_v3_large"),
    "r3d_18": filming("r3d_18", preserve=True),
    "mc3_18": filming("mc3_18"),
    "r2plus1d_18": filming("r2plus1d_18"),
    "s3d": filming("s3d", size=224),
    "mvit_v1_b": filming("mvit_v1_b", size=224),
    "mvit_v2_s": filming("mvit_v2_s", size=224, preserve=True),
}

#: Small enough to be exported within a test.
SMALL = [
    "recurrent",
    "recurrent_dynamic",
    "sequence_first",
    "encoder",
    "encoder_dynamic",
    "encoder17",
    "unet",
    "unet_dynamic",
    "unet9",
    "mixed",
    "mixed_dynamic",
    "mobilenet_v3_small",
    "shufflenet_v2_x0_5_dynamic",
    "squeezenet1_0_preserve",
    "tied",
    "tied_older",
    "modern",
]
