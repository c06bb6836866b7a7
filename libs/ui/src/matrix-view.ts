/** The part of a square matrix that is on the screen. */
export interface MatrixView {
  /** 1: all of it; 4: a quarter of its rows and columns */
  readonly zoom: number;
  /** row and column in the upper left corner, need not be whole */
  readonly row: number;
  readonly column: number;
}

export const WHOLE_MATRIX: MatrixView = { zoom: 1, row: 0, column: 0 };

/** Fewer cells than this are not zoomed into. */
const LEAST_SHOWN = 6;

/** The same cells, no further out than the whole and no further in than makes sense, within the matrix. */
export function clampView(view: MatrixView, size: number): MatrixView {
  const zoom = Math.min(Math.max(1, view.zoom), Math.max(1, size / LEAST_SHOWN));
  const most = size - size / zoom;
  return {
    zoom,
    row: Math.min(Math.max(0, view.row), most),
    column: Math.min(Math.max(0, view.column), most),
  };
}

/**
 * Zooms about a cell, which stays where it is on the screen.
 *
 * @param at row and column, need not be whole
 */
export function zoomView(
  view: MatrixView,
  size: number,
  factor: number,
  at: { row: number; column: number },
): MatrixView {
  const { zoom } = clampView({ ...view, zoom: view.zoom * factor }, size);
  const kept = view.zoom / zoom;
  return clampView(
    { zoom, row: at.row - (at.row - view.row) * kept, column: at.column - (at.column - view.column) * kept },
    size,
  );
}

/** Moves the view no more than needed to show a cell wholly. */
export function revealCell(
  view: MatrixView,
  size: number,
  cell: { row: number; column: number },
): MatrixView {
  const shown = size / view.zoom;
  const reach = (from: number, at: number) =>
    at < from ? at : at + 1 > from + shown ? at + 1 - shown : from;
  return clampView(
    { zoom: view.zoom, row: reach(view.row, cell.row), column: reach(view.column, cell.column) },
    size,
  );
}
