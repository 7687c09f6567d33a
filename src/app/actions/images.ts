/**
 * The images that the page shows: samples, predictions, the first layer's filters. Asks for each
 * when it is needed. Page side; draws nothing.
 */
import type { SplitName } from '../../protocol/data';
import type { Ask } from '../../protocol/queries';
import type { PictureActions } from '../../store/actions';
import type { LabStore } from '../../store/store';

const sampleTiles = 24;
const predictionTiles = 12;

export class ImageController {
  private draws = 0;
  private sampling = false;

  constructor(
    private readonly store: LabStore,
    private readonly ask: Ask,
  ) {}

  readonly actions: PictureActions = {
    drawSamples: (split) => void this.drawSamples(split),
    drawPredictions: (split) => void this.drawPredictions(split),
    loadFilters: () => void this.loadFilters(),
  };

  /** Draws samples from the loaded images, if none are shown. */
  showSamples(): void {
    if (this.store.getState().samples.length === 0 && !this.sampling) void this.drawSamples('train');
  }

  private async drawSamples(split: SplitName): Promise<void> {
    this.sampling = true;
    const reply = await this.ask({ kind: 'samples', split, count: sampleTiles, draw: this.draws++ });
    this.sampling = false;
    if (reply.ok) this.store.setState({ samples: reply.value });
  }

  private async drawPredictions(split: SplitName): Promise<void> {
    const reply = await this.ask({ kind: 'predictions', split, count: predictionTiles, draw: this.draws++ });
    if (reply.ok) this.store.setState({ gallery: { split, epoch: null, predictions: reply.value } });
  }

  private async loadFilters(): Promise<void> {
    const reply = await this.ask({ kind: 'filters', at: 'now' });
    if (reply.ok) this.store.setState({ filters: reply.value });
  }
}
