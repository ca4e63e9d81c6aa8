"""From the trained classifier to what is shipped: half-precision weights, and an int8 ONNX file for the run time."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from transformers import BertForSequenceClassification


class _Logits(torch.nn.Module):
    """The classifier as ids, mask and types to logits."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, seen: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=ids, attention_mask=seen, token_type_ids=types).logits


def export(model: BertForSequenceClassification, tokenizer: Path, out: Path, temperature: float) -> None:
    """Write ``config.json``, ``model.safetensors`` (fp16), ``model_int8.onnx`` and the tokenizer's files to ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    model = model.float().eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        to_onnx(model, plain)
        fuse(model, plain, fused)
        quantize_dynamic(
            fused, out / "model_int8.onnx", weight_type=QuantType.QInt8, per_channel=True,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )  # fmt: skip
    model.half().save_pretrained(out)
    model.float()
    for file in tokenizer.glob("tokenizer*.json"):
        shutil.copy(file, out / file.name)
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    config["clause_token_types"] = True
    config["temperature"] = round(temperature, 3)
    (out / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def to_onnx(model: BertForSequenceClassification, file: Path) -> None:
    """The fp32 graph with free batch and length."""
    ids = torch.ones(2, 16, dtype=torch.long)
    free = {0: "batch", 1: "length"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        _Logits(model), (ids, ids, ids * 0), str(file), input_names=names, output_names=["logits"],
        dynamic_axes=dict.fromkeys(names, free) | {"logits": {0: "batch"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip


def fuse(model: BertForSequenceClassification, plain: Path, fused: Path) -> None:
    """Attention, layer norm and activation as single operators, which is what makes the file quick."""
    config = model.config
    graph = optimizer.optimize_model(
        str(plain), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size, opt_level=0
    )
    # The optimizer leaves out the domain of its own operators, without which the quantizer cannot read the graph.
    if all(entry.domain != "com.microsoft" for entry in graph.model.opset_import):
        graph.model.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    onnx.save(graph.model, str(fused))
